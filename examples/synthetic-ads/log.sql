-- One impression a row. History, topic and image come from their own files; what an impression led to is not in its history.
select
  impressions.*,
  user_days.days_active,
  user_days.recent_pins,
  user_days.recent_topics,
  pins.topic,
  pins.impressions_30d,
  pins.image,
  seeds.topic as seed_topic
from read_parquet('{root}/impressions.parquet') as impressions
left join read_parquet('{root}/user_days.parquet') as user_days using (user_id, day)
left join read_parquet('{root}/pins.parquet') as pins using (pin_id)
left join read_parquet('{root}/pins.parquet') as seeds on seeds.pin_id = impressions.seed_pin
