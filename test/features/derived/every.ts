import type { DerivationName } from '../../../src/features/derived/table.ts'
import { compiled } from '../../serve/fixture.ts'

/** Declarations that use each derivation: one without any does not compile. */
const uses: Readonly<Record<DerivationName, readonly string[]>> = {
  bucket: [
    'by_age     : bucket(age, [7, 30, 90]) in ages',
    'by_price   : bucket(price, [-1.5, 0, 0.1, 20]) in ages',
    'by_seconds : bucket(seconds_between(begun, shown), [-60, 60, 3600]) in ages',
    'by_clipped : bucket(clipped, [10, 20]) in ages',
  ],
  standardize: [
    'aged : standardize(age)',
    'priced : standardize(price)',
    'far : standardize(shown) default 0',
    'capped : clip(standardize(seconds_between(begun, shown)), -3, 3) default 0',
  ],
  quantiles: [
    'made_tenth : quantiles(made, 10) in ages',
    'age_decile : quantiles(age, 10) in ages',
    'price_quarter : quantiles(price, 4) in ages',
    'begun_third : quantiles(begun, 3) in { dim: 2 }',
    'twice : quantiles(standardize(price), 5) in ages',
  ],
  hour_of_day: [
    'made_hour : hour_of_day(made, offset: "+05:30") in ages',
    'hour : hour_of_day(shown) in ages',
    'local : hour_of_day(begun, offset: "-09:30") in ages',
    'part_of_day : bucket(hour_of_day(shown, offset: "+14:00"), [6, 12, 18]) in ages',
  ],
  day_of_week: ['day : day_of_week(shown) in ages', 'their_day : day_of_week(begun, offset: "+05:45") in ages'],
  clip: [
    'clipped : clip(age, -5, 100)',
    'cheap : clip(price, -0.1, 9.95) default 1',
    'waited : clip(seconds_between(begun, shown), 0, 60) default 5',
  ],
  cross: ['pair : cross(pin, maker) in ages', 'hours_of : cross(hour_of_day(shown), last(recent)) in ages'],
  last: ['newest : last(recent) in ages', 'of_both : cross(pin, last(bought)) in ages'],
  'last of ints': [
    'latest : last(visits.at) default 3',
    'since_last : seconds_between(last(visits.at), shown) default 0',
    'since_time : seconds_between(last(moments.at), shown) default 0',
  ],
  count: ['hits : count(recent == pin) default 0', 'again : bucket(count(bought == last(recent)), [1, 2]) in ages'],
  seconds_between: [
    'waiting : seconds_between(made, shown) default 0',
    'since : seconds_between(begun, shown) default 0',
    'until : seconds_between(shown, begun) default 7',
  ],
}

const derived = Object.values(uses).flat()

/** A spec with every derivation; `age` and `price` have a sentinel and a default. */
export const everyDerivation = compiled(
  {
    '/main.ctr': `
import { linear } from "ctr:std"
surface home_feed
level user by user_id
level row within user
features of row {
  age   : int missing -124 default 40
  price : float missing 9.95 default 3
  shown, begun : int
  one   : float
  made  : time missing 1000
  pin, maker : id missing 1 in ages
  recent : list<id, 4> in ages
  sequence visits max 4 { at : int missing -124 default 5 }
  sequence moments max 3 { at : time missing 7 }
  ${derived.join('\n  ')}
}
features of user {
  user_id : id
  bought  : list<id, 3> in ages
}
table ages { rows: hash(100) per feature, dim: 2 }
model m on home_feed { trunk { } }
tower home_feed of m { predict click = linear(concat(one, age)) }
`,
  },
  '/main.ctr',
).spec
