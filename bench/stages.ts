/** Seconds of processor, of all threads, that one stage after another took. */
export class Stages {
  private since = process.cpuUsage()
  private readonly ended: string[] = []

  end(what: string): void {
    const { user, system } = process.cpuUsage(this.since)
    this.ended.push(`${what} ${((user + system) / 1e6).toFixed(2)} s`)
    this.since = process.cpuUsage()
  }

  get text(): string {
    return this.ended.join(', ')
  }
}
