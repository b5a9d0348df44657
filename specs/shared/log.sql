-- One row an impression. `{root}` is given with --param root=DIR.
select
  view_type, shown_at, day, keep_rate,
  user_id, country, days_active, recent_pins,
  request_id, query_terms, subject_pin,
  pin_id, impressions_30d, image,
  position,
  clicked, dwell_seconds, hidden
from read_parquet('{root}/*.parquet')
