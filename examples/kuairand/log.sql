-- One row an impression: what was shown to whom, what is known of both, what came of it.
-- `{root}` is given with --param root=DIR.
select
  i.tab, i.time_ms, i.date, i.hourmin // 100 as hour,
  i.user_id, i.video_id,

  h.watch_seq as watched, h.long_watch_seq as watched_long, h.like_seq as liked, h.history_len,
  -- To midnight in Beijing, when 25 April begins.
  greatest(epoch_ms(timestamp '2022-04-24 16:00:00') - h.last_time_ms, 0) / 3600000 as hours_since_history,

  u.user_active_degree, u.is_live_streamer, u.is_video_author,
  u.follow_user_num, u.follow_user_num_range, u.fans_user_num, u.fans_user_num_range,
  u.friend_user_num, u.friend_user_num_range, u.register_days, u.register_days_range,
  u.onehot_feat0, u.onehot_feat1, u.onehot_feat2, u.onehot_feat3, u.onehot_feat4::bigint as onehot_feat4,
  u.onehot_feat5, u.onehot_feat6, u.onehot_feat7, u.onehot_feat8, u.onehot_feat9, u.onehot_feat10, u.onehot_feat11,
  u.onehot_feat12::bigint as onehot_feat12, u.onehot_feat13::bigint as onehot_feat13,
  u.onehot_feat14::bigint as onehot_feat14, u.onehot_feat15::bigint as onehot_feat15,
  u.onehot_feat16::bigint as onehot_feat16, u.onehot_feat17::bigint as onehot_feat17,

  v.author_id, v.music_id, v.music_type::bigint as music_type, v.video_type, v.upload_type,
  string_split(v.tag, ',') as tags, v.video_duration / 1000 as seconds, v.server_width / v.server_height as aspect,

  i.is_click, i.is_like, i.is_follow, i.is_comment, i.is_forward, i.is_hate, i.long_view, i.play_time_ms,
  i.profile_stay_time, i.comment_stay_time, i.is_profile_enter
from read_parquet('{root}/interactions.parquet') i
left join read_parquet('{root}/users.parquet') u using (user_id)
left join read_parquet('{root}/videos.parquet') v using (video_id)
left join read_parquet('{root}/history.parquet') h using (user_id)
