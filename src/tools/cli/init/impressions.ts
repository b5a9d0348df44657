import { RandomStream } from '../../../graph/random.ts'

const rows = 12_000
const users = 400
const ads = 40
const days = 15
const countries = ['at', 'br', 'de', 'fr', 'in', 'jp', 'us', '']
const categories = ['food', 'games', 'shoes', 'travel']
const views = ['feed', 'feed', 'feed', 'results', 'results', 'guided']

/** Log-odds of a click without the effects of taste, place and query, by view type. */
const base: Readonly<Record<string, number>> = { feed: -1.6, results: -1.0, guided: -0.4 }

/**
 * Synthetic impressions as CSV, the same on every machine: clicks follow from a country's taste in ads, from the
 * position, and on search from how well the ad fits the query.
 */
export function impressionsCsv(): string {
  const stream = RandomStream.of(7, 'impressions')
  let drawn = 0
  const uniform = (): number => stream.uniform(drawn++)
  const below = (n: number): number => Math.floor(n * uniform())
  const popularity = Array.from({ length: ads }, () => Math.round(10 ** (1 + 3 * uniform())))
  const lines = ['day,view_type,user_id,country,ad_id,category,impressions_30d,query_match,position,clicked']
  for (let row = 0; row < rows; row++) {
    const day = 1 + Math.floor((row * days) / rows)
    const view = views[below(views.length)]!
    const user = below(users)
    const ad = below(ads)
    const position = below(10)
    const match = view === 'feed' ? undefined : Math.round(100 * uniform()) / 100
    const category = categories[ad % categories.length]
    const sharesTaste = user % categories.length === ad % categories.length
    const logOdds =
      base[view]! +
      (sharesTaste ? 1.6 : -0.4) +
      (match === undefined ? 0 : 2 * (match - 0.5)) -
      0.5 * Math.log1p(position)
    const clicked = uniform() < 1 / (1 + Math.exp(-logOdds)) ? 1 : 0
    const cells = [
      day,
      view,
      user + 1,
      countries[user % countries.length],
      ad + 1,
      category,
      popularity[ad],
      match,
      position,
      clicked,
    ]
    lines.push(cells.map((cell) => cell ?? '').join(','))
  }
  return `${lines.join('\n')}\n`
}
