/** CTR9001-CTR9999: files, disk, engines, usage, things not there yet. */
export const environmentDiagnostics = {}
