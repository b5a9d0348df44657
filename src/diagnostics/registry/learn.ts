/** CTR5001-CTR5999: training, runs, checkpoints, calibration, evaluation. */
export const learnDiagnostics = {}
