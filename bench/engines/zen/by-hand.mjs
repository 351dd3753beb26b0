// The decisions as one writes them by hand in JavaScript: whole numbers of a known scale, which are exact below 2^53, and
// tables in maps and arrays.

const MILLIS_PER_UNIT = 600_000;
const UNITS_PER_DAY = 144;
/** Tenths of a won, and three percentages. */
const PRODUCT_SCALE = 10 * 100 * 100 * 100;
const SUNDAY = 7;

/** W1. A request's dates are `Date`s. */
export function rental(tables) {
  const rulesOf = Object.fromEntries(tables.map((table) => [table.name, table.rules]));
  const { isPeak, weekendFrom, names } = calendar(rulesOf.dayType);
  const rates = baseRates(rulesOf.baseRate);
  const zones = percents(rulesOf.zoneFactor);
  const grades = percents(rulesOf.memberFactor);
  const durationEnds = rulesOf.durationFactor.map(([band]) => end(band));
  const durationPercents = rulesOf.durationFactor.map(([, factor]) => scaled(factor, 100));
  const mileages = rulesOf.mileageRaw.map(([, amount]) => {
    const [base, from, rate] = amount.match(/\d+/g).map(Number);
    return { base, from, rate };
  });
  const { perDay, ageEnds } = deductibles(rulesOf.deductiblePerDay);

  function mileage(distanceKm) {
    const tenths = Math.round(10 * distanceKm);
    let band = mileages.length - 1;
    while (band > 0 && tenths <= 10 * mileages[band].from) {
      band--;
    }
    const { base, from, rate } = mileages[band];
    return toTens(10 * base + (tenths - 10 * from) * rate, 10);
  }

  function dayTypeOf(date) {
    if (isPeak[date.getUTCMonth() + 1][date.getUTCDate()]) {
      return names.peak;
    }
    return (date.getUTCDay() || SUNDAY) >= weekendFrom ? names.weekend : names.weekday;
  }

  return ({ carClass, zone, startAt, endAt, distanceKm, driverAge, grade, deductible }) => {
    const units = Math.ceil((endAt.getTime() - startAt.getTime()) / MILLIS_PER_UNIT);
    const dayType = dayTypeOf(startAt);
    const product =
      units *
      rates.get(carClass).get(dayType) *
      durationPercents[bandOf(durationEnds, units)] *
      zones.get(zone) *
      grades.get(grade);
    const rentalFee = toTens(product, PRODUCT_SCALE);
    const mileageFee = mileage(distanceKm);
    const amount = perDay.get(carClass).get(deductible)[bandOf(ageEnds, driverAge)];
    const deductibleFee = toTens(amount * Math.ceil(units / UNITS_PER_DAY), 1);
    return {
      units,
      dayType,
      rental: rentalFee,
      mileage: mileageFee,
      deductible: deductibleFee,
      total: rentalFee + mileageFee + deductibleFee,
    };
  };
}

/** The rules are those of the peaks, the one of the weekend, and the one for all other days. */
function calendar(rules) {
  const [weekend, weekday] = rules.slice(-2);
  const isPeak = Array.from({ length: 13 }, () => new Array(32).fill(false));
  for (const [month, days] of rules.slice(0, -2)) {
    const { from, to } = range(days);
    isPeak[Number(month)].fill(true, from, to + 1);
  }
  return {
    isPeak,
    weekendFrom: Number(weekend[2].replace('>=', '')),
    names: { peak: text(rules[0][3]), weekend: text(weekend[3]), weekday: text(weekday[3]) },
  };
}

/** Tenths of a won by class and day type. */
function baseRates(rules) {
  const rates = new Map();
  for (const [carClass, dayType, rate] of rules) {
    entry(rates, text(carClass), () => new Map()).set(text(dayType), scaled(rate, 10));
  }
  return rates;
}

/** Amounts by class, kind and age band; the rules list the bands of a kind in their order. */
function deductibles(rules) {
  const perDay = new Map();
  const ageEnds = [];
  const [[firstClasses, firstKind]] = rules;
  for (const [classes, kind, band, amount] of rules) {
    for (const carClass of classes.split(',')) {
      const kinds = entry(perDay, text(carClass), () => new Map());
      entry(kinds, text(kind), () => []).push(Number(amount));
    }
    if (classes === firstClasses && kind === firstKind) {
      ageEnds.push(end(band));
    }
  }
  return { perDay, ageEnds };
}

/** W2 and W3: a hash of the zone, one of the class, a scan of the few rules that are left. */
export function rating([{ rules }]) {
  const byZone = new Map();
  for (const [zone, carClass, days, ages, grade, channel, rate, discount, code] of rules) {
    const ofZone = entry(byZone, text(zone), () => new Map());
    entry(ofZone, text(carClass), () => []).push({
      days: range(days),
      ages: range(ages),
      grade: grade === '-' ? null : text(grade),
      channel: channel === '-' ? null : text(channel),
      answer: { rate: Number(rate), discount: Number(discount), code: text(code) },
    });
  }
  return ({ zone, carClass, days, age, grade, channel }) => {
    for (const rule of byZone.get(zone).get(carClass)) {
      if (
        days >= rule.days.from &&
        days <= rule.days.to &&
        age >= rule.ages.from &&
        age <= rule.ages.to &&
        (rule.grade === null || rule.grade === grade) &&
        (rule.channel === null || rule.channel === channel)
      ) {
        return rule.answer;
      }
    }
    return null;
  };
}

function bandOf(ends, value) {
  let band = 0;
  while (value >= ends[band]) {
    band++;
  }
  return band;
}

/** An amount in parts of a won, so many to one, rounded half up to ten won. */
function toTens(amount, parts) {
  return Math.floor((amount + 5 * parts) / (10 * parts)) * 10;
}

// Reading cells.

function text(cell) {
  return JSON.parse(cell);
}

function scaled(cell, scale) {
  return Math.round(Number(cell) * scale);
}

/** `[1..3]` */
function range(cell) {
  const [from, to] = cell.match(/\d+/g).map(Number);
  return { from, to };
}

/** Where `< 6` or `[6..24)` ends, itself outside; `>= 24` has no end. */
function end(cell) {
  return cell.startsWith('>=') ? Infinity : Number(cell.match(/\d+/g).at(-1));
}

function percents(rules) {
  return new Map(rules.map(([name, factor]) => [text(name), scaled(factor, 100)]));
}

function entry(map, key, make) {
  if (!map.has(key)) {
    map.set(key, make());
  }
  return map.get(key);
}
