-- KuaiRand-Pure: one impression a row, with what was known of its user and its video. Histories end before the first impression.
with
  steps as (
    select history.user_id, step, videos.tag
    from read_parquet('{root}/history.parquet') as history
    cross join unnest(range(1, len(watch_seq) + 1)) as steps(step)
    join read_parquet('{root}/videos.parquet') as videos on videos.video_id = watch_seq[step]
    where videos.tag is not null
  ),
  tags as (
    select user_id, list(str_split(tag, ',')[1] order by step) as watched_tags from steps group by user_id
  ),
  profiles as (
    select
      *,
      ['degree:' || user_active_degree, 'author:' || is_video_author, 'lowactive:' || is_lowactive_period, 'registered:' || register_days_range]
        || list_transform(
             [onehot_feat0, onehot_feat1, onehot_feat2, onehot_feat3, onehot_feat4, onehot_feat5, onehot_feat6, onehot_feat7, onehot_feat8,
              onehot_feat9, onehot_feat10, onehot_feat11, onehot_feat12, onehot_feat13, onehot_feat14, onehot_feat15, onehot_feat16, onehot_feat17],
             lambda value, i: i || ':' || value::bigint
           ) as profile
    from read_parquet('{root}/users.parquet')
  )
select
  interactions.user_id,
  interactions.video_id,
  interactions.date,
  interactions.time_ms,
  interactions.tab,
  interactions.is_click,
  interactions.long_view,
  interactions.play_time_ms,
  (interactions.hourmin // 100)::varchar as hour,
  profiles.profile,
  profiles.follow_user_num as followed,
  profiles.fans_user_num as fans,
  profiles.friend_user_num as friends,
  profiles.register_days,
  profiles.is_live_streamer as live_streamer,
  history.watch_seq as watched,
  history.long_watch_seq as watched_long,
  history.like_seq as liked,
  tags.watched_tags,
  videos.author_id,
  ['type:' || videos.video_type, 'upload:' || videos.upload_type, 'music:' || videos.music_type::bigint] as video_facts,
  str_split(videos.tag, ',') as tags,
  coalesce(videos.video_duration, interactions.duration_ms) as duration,
  date_diff('day', videos.upload_dt, strptime(interactions.date::varchar, '%Y%m%d')::date) as age_days
from read_parquet('{root}/interactions.parquet') as interactions
left join profiles using (user_id)
left join read_parquet('{root}/history.parquet') as history using (user_id)
left join tags using (user_id)
left join read_parquet('{root}/videos.parquet') as videos using (video_id)
