/** Imported into a process that is measured (scripts/measured.mjs): writes the most memory that it held, in bytes, when it ends. */
import { readFileSync, writeFileSync } from 'node:fs'

const peak = () => {
  try {
    return 1024 * Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))[1])
  } catch {
    // Not Linux: resident memory as the system reports it.
    return 1024 * process.resourceUsage().maxRSS
  }
}

process.on('exit', () => writeFileSync(process.env.PEAK_MEMORY_FILE, String(peak())))
