// The words of the lessons. A step that sets the page up names its setup of lesson_setups.js.

export default {
  "misalignment": {
    title: "The cost of misalignment",
    goal: "See what it costs to buy technology without a strategy, and that one run does not prove it.",
    steps: [
      { text: "Set the twins: the first buys by strategy, the second by fashion. Guess the lead before anything moves (3 minutes).", setup: "twins" },
      { text: "Play to month 24 and stop. Who is ahead? Vote again, then play to the end (5 minutes)." },
      { text: "Compare use and unused seats of both. Open one purchase of each: what was believed, and what was true? (4 minutes)" },
      { text: "Press \"200 futures\". How many of your guesses would have been right? (3 minutes)" },
      { text: "Now both buy by fashion, but the first measures and reviews its results. Guess, then run the futures again (5 minutes).", setup: "review" },
    ],
    questions: [
      "Which of the two firms was ahead after two years, and which after ten? Why not the same one?",
      "Where did the money of the second firm go?",
      "Would you have known the result from a single run?",
      "How much of the gap does reviewing alone close, on average?",
    ],
    answers: [
      "After two years the aligned firm is usually behind, in about four of five futures: planning and training cost from the first month, use grows slowly. After ten years it is ahead in about 98 of 100 futures, by about EUR 170,000 in the middle one.",
      "It buys about as readily but uses less: more than half of its paid seats stand empty (aligned: about one in eight), and people use their systems for about a quarter of the time, not three fifths.",
      "The direction nearly always, the size never: half of all futures lie between EUR 110,000 and 245,000, a quarter below and a quarter above.",
      "Roughly half or more: a reviewing fashion buyer ends EUR 120,000 ahead on average, and ahead in nine of ten futures. Practices do not add up, so do not subtract one from the other.",
    ],
    cannot: [
      "Whether a real firm would gain this amount. The firms are invented, the euros follow from assumptions with their sources.",
      "Whether alignment still pays when all firms align: here three of ten do.",
    ],
  },
  "fashion": {
    title: "Fashion and social proof",
    goal: "Tell two things apart that look alike: buying without care, and listening to what others do.",
    steps: [
      { text: "The first twin buys by strategy, the second what everybody has. Guess, play, run 200 futures (7 minutes).", setup: "trend" },
      { text: "Now both buy what everybody has; managers of the first are deaf to social proof, those of the second fully open to it. Who will be ahead? Guess, then run 200 futures (6 minutes).", setup: "proof" },
      { text: "Last, the first twin ignores what others have and chooses by fit alone, with all its other habits as they were. Guess, then run 200 futures (7 minutes).", setup: "fit" },
    ],
    questions: [
      "Does following the fashion cost money here? Compared with what?",
      "Does removing social proof help? Explain what others' purchases can tell a manager.",
      "Why can choosing by fit alone make a firm poorer?",
      "What would you advise a firm that has time for one improvement only?",
    ],
    answers: [
      "Against the aligned twin, yes: the aligned firm ends ahead in about 94 of 100 futures.",
      "No. Without social proof the firm ends ahead in only about a quarter of futures; the difference is small, about EUR 15,000. A likely reason: what many have kept is also a sign that it works, so the bias carries some information.",
      "It pays for the care of choosing, but people are no better involved or trained than before, so use hardly moves (it stays near 0.3). It ends behind in about 94 of 100 futures. Choosing well is worth little to a firm that cannot introduce what it chose.",
      "Planning the introduction and caring for people before refining the choice: in the model most of the worth of alignment lies there (docs/gallery.md, question 9).",
    ],
    cannot: [
      "That social proof is good for firms: that depends on how much popularity tells about quality, which is an assumption here.",
      "Anything about fashions that are pure loss from the first day: products in the model differ in how well they fit, none is a fraud.",
    ],
  },
  "sunk_cost": {
    title: "Sunk cost",
    goal: "See that a bias does harm only where there is a decision to spoil, and that a rule can take its place.",
    steps: [
      { text: "Both twins buy by fashion and review next to nothing. The first is free of the sunk cost bias, the second has all of it. Guess, play, run 200 futures (6 minutes).", setup: "blind" },
      { text: "Now both measure and review their results. Guess again, run 200 futures; count stopped projects in both stories (7 minutes).", setup: "seeing" },
      { text: "Both review and both have the full bias, but the first wrote down beforehand when it will stop. Guess, run 200 futures (7 minutes).", setup: "rule" },
    ],
    questions: [
      "Why are the twins alike in the first setting, though one has the bias and the other has not?",
      "What changes when both look at their results?",
      "Is a rule that was set beforehand as good as a manager without the bias?",
      "Name a project of your own that should have been stopped. Who reviewed it?",
    ],
    answers: [
      "Who never reviews never asks whether to go on. In nearly all futures the twins are the same to the euro: there is nothing for the bias to bend.",
      "The unbiased twin ends ahead in about 87 of 100 futures, by about EUR 55,000 on average. It stops about 1.6 systems in ten years, its twin about 0.3.",
      "Nearly: the twin with the rule ends ahead in about 85 of 100 futures, by about EUR 51,000, though its managers have the full bias. The rule costs something.",
      "Open. Listen for \"nobody\": that is the first setting.",
    ],
    cannot: [
      "How strong the bias of a given manager is; the slider runs from none to all of it.",
      "That stopping is always right. A stopped project that would have paid is possible; look at single events.",
    ],
  },
  "silos": {
    title: "Silos, and the shop without stock data",
    goal: "Understand what a missing link does day by day, and why planning need not pay for a shop of twelve.",
    steps: [
      { text: "A shop opens a web store that does not know its stock. The first twin plans, the second does not. Guess, play to the end; watch the dashed lines (7 minutes).", setup: "shop" },
      { text: "Run 200 futures. Who is ahead how often? Be ready for a surprise (3 minutes)." },
      { text: "Let each department of the second twin decide alone. Guess, run 200 futures (5 minutes).", setup: "silos" },
      { text: "Both in silos, but the first plans links, time and cost before buying. Guess, run 200 futures (5 minutes).", setup: "plan" },
    ],
    questions: [
      "What does a dashed line cost, and who pays for it? Look at \"retyping, disruption\".",
      "Why does careful planning of everything come out about even in this shop?",
      "Why does one practice alone, planning, do better than the whole bundle?",
      "What could the shop have done about its old stock system?",
    ],
    answers: [
      "Every order is typed twice: time of the staff each month, and customers who hear \"out of stock\" after paying.",
      "Even: each twin ends ahead in about half of the futures. The practices cost every month, the shop has twelve people and sixty months, and the old stock system can hardly be linked to anything, whatever is paid.",
      "The bundle pays for everything, needed or not; one practice costs less and serves in every project. Alone it puts the siloed shop ahead in about 84 of 100 futures, by about EUR 32,000. Against silos the whole bundle is ahead in about 7 of 10.",
      "In the model: not open a store at all. A shop that buys nothing ends ahead of the planning shop in about 95 of 100 futures. In life: replace the stock system first; this story does not offer that.",
    ],
    cannot: [
      "Which part of planning carries the gain: links, time and cost come as one practice here.",
      "That small shops should not plan. It holds for this shop, this old system and five years.",
    ],
  },
  "not_pay": {
    title: "When alignment does not pay",
    goal: "Find the limits of a good idea: too short a time, too small a firm, and everybody having it.",
    steps: [
      { text: "The market of small firms. Guess the lead after 24 months, play to there, then to month 36, and stop (5 minutes).", setup: "early" },
      { text: "The sales team without a sales process. Guess, play, run 200 futures (5 minutes).", setup: "crm" },
      { text: "Back to the market: alignment against buying nothing at all. Guess, play, run 200 futures (5 minutes).", setup: "nothing" },
      { text: "The sales team, alignment against buying nothing. Guess, run 200 futures. Then discuss: what if all firms align? (5 minutes)", setup: "crm_nothing" },
    ],
    questions: [
      "How long must an owner be able to wait?",
      "How sure are you which way is better for the sales team?",
      "If buying nothing is as good, why do firms buy?",
      "What happens to the gain when all competitors do the same?",
    ],
    answers: [
      "More than two to three years: after two the aligned twin is ahead in about one of five futures, after three in one of three, after five in nine of ten.",
      "Not sure at all: about half and half. Systems are used more, and the practices cost about what that brings.",
      "Against buying nothing, the aligned twin ends ahead in about four of ten futures of the market, and in fewer than one of ten of the sales team. Who buys wins customers from others; who does not buy saves. Where others buy, standing still feels dangerous, and here it mostly is not.",
      "It goes: what one firm wins it takes from another. When all align, all would be better off buying nothing, by about EUR 131,000 each (smbsim sweep studies/share_that_aligns). The page treats three firms of ten, so run that study to see it.",
    ],
    cannot: [
      "That technology is useless. Demand here hardly grows with what firms offer; where it does, all may gain.",
      "What happens after ten years, or to firms that must buy because of a law or a large customer.",
    ],
  },
};
