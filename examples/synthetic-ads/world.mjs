/**
 * The world that the log is drawn from: pins, users and the law by which they click. `logOdds` is the whole truth; every term
 * of it can be computed from columns that the spec reads, so that a model can reach it.
 */
import { Random } from './random.mjs'

const topics = ['food', 'garden', 'travel', 'home_decor', 'fashion', 'fitness', 'art', 'cars']
const countries = ['US', 'DE', 'BR', 'JP', 'FR', 'IN']
const pinsPerTopic = 30
const termsPerTopic = 6
const imageSize = 8
/** The rating badge was shown from this day on; before, the log has no rating and it was not shown. */
const firstDayOfRatings = 4

/** view_type of the log; what each surface's view adds to the log-odds, and how many ads a request shows. */
export const views = [
  { type: 1, surface: 'home_feed', view: 'default', base: -2, candidates: 12, share: 0.4 },
  { type: 2, surface: 'search', view: 'results', base: -1.9, candidates: 8, share: 0.25 },
  { type: 7, surface: 'search', view: 'guided', base: -1.3, candidates: 8, share: 0.12 },
  { type: 3, surface: 'related_pins', view: 'default', base: -1.9, candidates: 10, share: 0.21 },
  // Notifications: a surface that the model does not know.
  { type: 9, surface: undefined, view: 'default', base: -3, candidates: 4, share: 0.02 },
]

/**
 * @typedef {{ id: number, topic: number, impressions: number, rating: number | null, image: number[], appeal: number }} Pin
 * @typedef {{ id: number | null, country: number, tastes: number[], history: number[] | null, daysActive: number }} User
 * @typedef {{ topic: number, terms: number[] }} Query
 */

export class World {
  /** @param {number} seed @param {number} userCount */
  constructor(seed, userCount) {
    const random = new Random(seed)
    this.topics = topics
    this.countries = countries
    this.imageSize = imageSize
    const prototypes = topics.map(() => Array.from({ length: imageSize }, () => random.normal()))
    const taste = Array.from({ length: imageSize }, () => random.normal() / Math.sqrt(imageSize))
    /** How much each country likes each topic. */
    this.affinity = countries.map(() => topics.map(() => 0.5 * random.normal()))
    /** How long a click on each topic holds: the log-odds of a long click, given a click. */
    this.depth = topics.map(() => 0.7 * random.normal())
    /** @type {Pin[]} */
    this.pins = []
    for (let i = 0; i < topics.length * pinsPerTopic; i++) {
      const topic = i % topics.length
      const popularity = random.normal()
      const image = prototypes[topic].map((at) => Math.fround(0.6 * at + 0.6 * random.normal()))
      this.pins.push({
        id: 7_000_000_000 + 104_729 * i,
        topic,
        impressions: Math.round(Math.exp(7 + 1.2 * popularity)),
        rating: random.uniform() < 0.1 ? null : 1 + Math.round(8 * random.uniform()) / 2,
        image,
        // What the pin's own picture and name add: partly visible in its image and impressions, partly its own.
        appeal:
          0.25 * popularity + 0.25 * image.reduce((sum, x, axis) => sum + x * taste[axis], 0) + 0.2 * random.normal(),
      })
    }
    this.pinsOf = topics.map((_, topic) => this.pins.filter((pin) => pin.topic === topic))
    /** @type {User[]} */
    this.users = Array.from({ length: userCount }, (_, i) => this.newUser(random, 52_000_000 + 7_919 * i))
  }

  /** @param {Random} random @param {number | null} id @returns {User} */
  newUser(random, id) {
    const tastes = [random.integer(topics.length), random.integer(topics.length), random.integer(topics.length)]
    const country = random.integer(countries.length)
    const isNew = id === null || random.uniform() < 0.06
    const user = { id, country, tastes, history: null, daysActive: isNew ? -124 : random.integer(300) }
    if (!isNew) this.save(random, user, random.integer(60))
    return user
  }

  /** The user saves pins: two in three of a topic they like. Only the last 50 are remembered. @param {Random} random @param {User} user @param {number} count */
  save(random, user, count) {
    const pins = Array.from({ length: count }, () => this.pinFor(random, user, 0.67).id)
    user.history = [...(user.history ?? []), ...pins].slice(-50)
  }

  /** @param {Random} random @param {User} user @param {number} taste share that follows the user's tastes @returns {Pin} */
  pinFor(random, user, taste) {
    const topic = random.uniform() < taste ? random.pick(user.tastes) : random.integer(topics.length)
    return random.pick(this.pinsOf[topic])
  }

  /** Terms are numbered by topic: term n belongs to topic n mod the number of topics. @param {Random} random @returns {Query} */
  newQuery(random, /** @type {User} */ user) {
    const topic = random.uniform() < 0.5 ? random.pick(user.tastes) : random.integer(topics.length)
    const terms = Array.from({ length: 1 + random.integer(4) }, () => {
      const of = random.uniform() < 0.75 ? topic : random.integer(topics.length)
      return of + topics.length * random.integer(termsPerTopic)
    })
    return { topic, terms }
  }

  /** The rating as the log has it. @param {Pin} pin @param {number} day @returns {number | null} */
  ratingShown(pin, day) {
    return day < firstDayOfRatings ? null : pin.rating
  }

  /**
   * The true log-odds of a click.
   * @param {{ user: User, pin: Pin, day: number, position: number, base: number, hours: number | null, query: Query | null, seed: Pin | null }} shown
   */
  logOdds({ user, pin, day, position, base, hours, query, seed }) {
    const history = user.history ?? []
    const alike = history.filter((id) => this.topicOf(id) === pin.topic).length
    const rating = this.ratingShown(pin, day)
    let z = base + this.affinity[user.country][pin.topic] + pin.appeal - 0.35 * Math.log1p(position)
    if (history.length > 0) z += 3.5 * (alike / history.length)
    if (rating !== null) z += 0.4 * (rating - 3)
    z += 0.1 * (Math.log1p(Math.max(user.daysActive, 0)) - 4)
    if (hours !== null) z += 0.4 * (Math.log1p(hours) - Math.log1p(6))
    if (query !== null) {
      z += 2.6 * (query.terms.filter((term) => term % topics.length === pin.topic).length / query.terms.length)
    }
    if (seed !== null && seed.topic === pin.topic) z += 2
    return z
  }

  /** @param {number} pinId @returns {number} */
  topicOf(pinId) {
    return ((pinId - 7_000_000_000) / 104_729) % topics.length
  }
}
