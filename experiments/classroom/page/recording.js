// A recording as the server sends it, unpacked once, so that any month is read at once.

import { inLanguage } from "classroom/text.js";

function unpack(text) {
  const raw = atob(text);
  const bytes = new Uint8Array(raw.length);
  for (let place = 0; place < raw.length; place += 1) bytes[place] = raw.charCodeAt(place);
  return bytes;
}

const share = (byte) => (byte === 255 ? null : byte / 254);
const PLACES = 15;

export class Recording {
  constructor(content) {
    this.content = content;
    this.months = content.months;
    this.firms = content.firms.map((firm) => ({ ...firm, name: inLanguage(firm.name) }));
    this.products = content.products;
    this.setting = content.setting;
    this.arms = content.arms.map((arm) => arm.firms.map((firm) => ({
      ...firm,
      events: firm.events.map((event) => ({ ...event, text: inLanguage(event.text) })),
      people: { use: unpack(firm.people.use), resistance: unpack(firm.people.resistance) },
      systems: { status: unpack(firm.systems.status), product: unpack(firm.systems.product), usage: unpack(firm.systems.usage) },
    })));
    this.lead = this.leads();
  }

  /** How far the first twin is ahead, month by month, on average over the firms that can be watched. */
  leads() {
    const [first, second] = this.arms;
    return Array.from({ length: this.months + 1 }, (_, month) => {
      const gaps = first.map((firm, place) => firm.series.npv[month] - second[place].series.npv[month]);
      return gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
    });
  }

  series(arm, firm, name) {
    return this.arms[arm][firm].series[name];
  }

  person(arm, firm, month, place, what) {
    const count = this.firms[firm].headcount;
    return share(this.arms[arm][firm].people[what][month * count + place]);
  }

  systems(arm, firm, month) {
    const { status, product, usage } = this.arms[arm][firm].systems;
    const found = [];
    for (let place = 0; place < PLACES; place += 1) {
      const row = month * PLACES + place;
      if (status[row] === 0 || product[row] === 255) continue;
      found.push({ place, status: status[row], product: this.products[product[row]], usage: share(usage[row]) });
    }
    return found;
  }

  links(arm, firm, month) {
    let now = { present: [], missing: [] };
    for (const links of this.arms[arm][firm].links) {
      if (links.month > month) break;
      now = links;
    }
    return now;
  }

  events(arm, firm, month) {
    return this.arms[arm][firm].events.filter((event) => event.month <= month);
  }
}
