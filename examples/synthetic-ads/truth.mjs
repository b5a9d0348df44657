/**
 * What a model that knew each impression's true probability would reach on the test days: by task, then surface. Written in SQL, so
 * that it shares no line with the metrics that it is compared with.
 * @param {(sql: string) => Promise<Record<string, unknown>[]>} query @param {string} log SQL of the log
 * @returns {Promise<Record<string, Record<string, { auc: number, logloss: number, calibrationRatio: number }>>>}
 */
export async function truth(query, log) {
  const tasks = {
    click: { label: 'clicked == 1', probability: 'true_probability' },
    long_click: { label: 'clicked == 1 and dwell_seconds >= 10', probability: 'true_long_probability' },
  }
  const best = {}
  for (const [task, { label, probability }] of Object.entries(tasks)) {
    const rows = await query(`
      with shown as (
        select
          case view_type when 1 then 'home_feed' when 3 then 'related_pins' else 'search' end as surface,
          coalesce(${label}, false)::double as y,
          ${probability} as p
        from (${log}) where day > 10 and view_type <> 9
      ),
      ranked as (
        select *, rank() over (partition by surface order by p) + (count(*) over (partition by surface, p) - 1) / 2 as midrank
        from shown
      )
      select
        surface,
        (sum(midrank * y) - sum(y) * (sum(y) + 1) / 2) / (sum(y) * sum(1 - y)) as auc,
        -avg(y * ln(p) + (1 - y) * ln(1 - p)) as logloss,
        sum(p) / sum(y) as calibration_ratio
      from ranked group by surface`)
    best[task] = Object.fromEntries(
      rows.map(({ surface, auc, logloss, calibration_ratio }) => [
        surface,
        { auc, logloss, calibrationRatio: calibration_ratio },
      ]),
    )
  }
  return best
}
