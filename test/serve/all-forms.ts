/** A program of everything that changes a serving graph: a staged surface, both kinds of `else`, gates by surface, view types, lists
 * of strings, levels, required numbers, sentinels, constants of serving. The search team's files stand apart. */
export const allForms: Readonly<Record<string, string>> = {
  '/spec/main.ctr': `
import { linear, mlp, mmoe, pool_mean } from "ctr:std"
import "./shared.ctr"
import "./home.ctr"
import "./search.ctr"
import "./related.ctr"

model ads on home_feed, search, related_pins staged {
  trunk {
    let person   = concat(embed(user_id), embed(country), pool_mean(embed(topics)), pool_mean(embed(recent)))
    let asked    = pool_mean(embed(query_terms) else zeros)
    let typed    = embed(typed_word) else learned
    let item     = concat(embed(pin_id), image, price, stars, is_missing(stars))
    let context  = concat(log1p(position), embed(device), embed(surface, dim: 2))
    let all      = concat(person, asked, typed, item, context)
    export let shared = mmoe(all, experts: 2, units: [6], gates: surfaces)
  }
  calibrate click by view with platt { at_least: 1 }
}
serve ads { dedupe: { levels: [user, request] } }
`,
  '/spec/shared.ctr': `
surface home_feed
surface search { views: [results, guided] }
surface related_pins

level user      by user_id
level request   by request_id: string within user
level ad        by pin_id
level candidate within request, ad

features of user {
  user_id : id in users
  country : string in words
  topics  : list<string, 5> in words
  recent  : list<id, 6> in pins
}
features of request on search {
  query_terms : list<id, 4> in terms
  typed_word  : string in words
}
features of request on related_pins {
  seed_pin : id in pins
}
features of ad {
  pin_id : id in pins
  image  : [3] default 0.5
  price  : float
  stars  : int missing -1 default 3
}
features of candidate {
  position : int default 0 served as 2
  device   : string in words served as "b"
}
table users { rows: hash(40),      dim: 4 }
table pins  { rows: hash(60),      dim: 5 }
table terms { rows: hash(30),      dim: 3 }
table words { rows: vocabulary(8), dim: 4 }
`,
  '/spec/home.ctr': `
import { linear, mlp } from "ctr:std"
tower home_feed of ads {
  let h = mlp(shared, units: [5], dropout: 0.2)
  predict click = linear(h)
  predict hide  = linear(h)
}
`,
  '/spec/search.ctr': `
import { linear, mlp } from "ctr:std"
import { answers } from "./answers.ctr"
tower search of ads {
  let match = answers(embed(query_terms), shared)
  let h     = mlp(concat(shared, match), units: [5])
  predict click = linear(h)
}
`,
  '/spec/answers.ctr': `
import { dense, pool_mean } from "ctr:std"
export module answers<D, L, N>(query: list<[D], L>, item: [N]) -> [4] {
  let asked   = dense(pool_mean(query), units: 4)
  let offered = dense(item, units: 4)
  return asked * offered
}
`,
  '/spec/related.ctr': `
import { linear } from "ctr:std"
tower related_pins of ads {
  let x = concat(shared, embed(seed_pin))
  predict click = linear(x)
}
`,
}

export const allFormsEntry = '/spec/main.ctr'
