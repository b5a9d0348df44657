/** Columns of text: words to the left, numbers to the right. @param {string[]} head @param {string[][]} lines @returns {string} */
export function table(head, lines) {
  const all = [head, ...lines]
  const widths = head.map((_, column) => Math.max(...all.map((line) => line[column].length)))
  const isNumber = head.map((_, column) => lines.every((line) => /^[\d.,-]+$/.test(line[column])))
  const cells = (/** @type {string[]} */ line) =>
    line.map((cell, column) => (isNumber[column] ? cell.padStart(widths[column]) : cell.padEnd(widths[column])))
  return all.map((line) => cells(line).join('  ').trimEnd()).join('\n')
}
