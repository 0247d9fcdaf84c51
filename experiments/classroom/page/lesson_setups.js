// What the buttons of the lessons set. Plain JSON after the first words, so that the tests can read it and run it:
// "ahead" says in which share of futures the first twin may end ahead if the lesson is to stay true.

export default {
  "misalignment": {
    "twins": { "setting": { "case": "default", "seed": 1, "arms": [{ "policy": "aligned" }, { "policy": "misaligned" }] }, "ahead": [0.93, 1] },
    "review": { "setting": { "case": "default", "seed": 1, "arms": [{ "policy": "misaligned", "values": { "practices.monitoring": 1 } }, { "policy": "misaligned" }] }, "ahead": [0.75, 0.99] }
  },
  "fashion": {
    "trend": { "setting": { "case": "default", "seed": 1, "arms": [{ "policy": "aligned" }, { "policy": "trend_chasing" }] }, "ahead": [0.85, 1] },
    "proof": { "setting": { "case": "default", "seed": 1, "arms": [{ "policy": "trend_chasing", "values": { "managers.social_proof": 0 } }, { "policy": "trend_chasing", "values": { "managers.social_proof": 1 } }] }, "ahead": [0.1, 0.4] },
    "fit": { "setting": { "case": "default", "seed": 1, "arms": [{ "policy": "trend_chasing", "values": { "managers.social_proof": 0, "practices.popularity": 0, "practices.fit_evaluation": 1 } }, { "policy": "trend_chasing" }] }, "ahead": [0, 0.2] }
  },
  "sunk_cost": {
    "blind": { "setting": { "case": "default", "seed": 1, "arms": [{ "policy": "misaligned", "values": { "managers.sunk_cost": 0 } }, { "policy": "misaligned", "values": { "managers.sunk_cost": 1 } }] }, "ahead": [0, 0.1] },
    "seeing": { "setting": { "case": "default", "seed": 1, "arms": [{ "policy": "misaligned", "values": { "practices.monitoring": 1, "managers.sunk_cost": 0 } }, { "policy": "misaligned", "values": { "practices.monitoring": 1, "managers.sunk_cost": 1 } }] }, "ahead": [0.72, 0.98] },
    "rule": { "setting": { "case": "default", "seed": 1, "arms": [{ "policy": "misaligned", "values": { "practices.monitoring": 1, "managers.sunk_cost": 1, "practices.kill_criteria": 1 } }, { "policy": "misaligned", "values": { "practices.monitoring": 1, "managers.sunk_cost": 1 } }] }, "ahead": [0.7, 0.97] }
  },
  "silos": {
    "shop": { "setting": { "case": "shop", "seed": 7, "arms": [{ "policy": "aligned" }, { "policy": "misaligned" }] }, "ahead": [0.33, 0.65] },
    "silos": { "setting": { "case": "shop", "seed": 7, "arms": [{ "policy": "aligned" }, { "policy": "siloed" }] }, "ahead": [0.55, 0.85] },
    "plan": { "setting": { "case": "shop", "seed": 7, "arms": [{ "policy": "siloed", "values": { "practices.implementation_planning": 1 } }, { "policy": "siloed" }] }, "ahead": [0.68, 0.96] }
  },
  "not_pay": {
    "early": { "setting": { "case": "default", "seed": 1, "arms": [{ "policy": "aligned" }, { "policy": "misaligned" }] }, "ahead": [0.93, 1] },
    "crm": { "setting": { "case": "crm", "seed": 1, "arms": [{ "policy": "aligned" }, { "policy": "misaligned" }] }, "ahead": [0.38, 0.7] },
    "nothing": { "setting": { "case": "default", "seed": 1, "arms": [{ "policy": "aligned" }, { "policy": "frugal" }] }, "ahead": [0.2, 0.6] },
    "crm_nothing": { "setting": { "case": "crm", "seed": 1, "arms": [{ "policy": "aligned" }, { "policy": "frugal" }] }, "ahead": [0, 0.2] }
  }
};
