/** CTR4001-CTR4999: datasets, columns, labels, splits, key contracts, rows. */
export const dataDiagnostics = {}
