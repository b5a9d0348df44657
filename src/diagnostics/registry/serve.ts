/** CTR7001-CTR7999: export, verification, prediction. */
export const serveDiagnostics = {}
