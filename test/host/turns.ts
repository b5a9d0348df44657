/** How often others got a turn while `work` ran: a signal is heard in each. */
export async function turnsIn(work: () => Promise<unknown>): Promise<number> {
  let [turns, ended] = [0, false]
  const count = (): void => {
    turns++
    if (!ended) setImmediate(count)
  }
  setImmediate(count)
  await work()
  ended = true
  return turns
}
