const COLUMNS = 'e.id, e.stream, e.revision, e.position, e.type, e.data, e.metadata, event_store.iso(e.recorded_at) as "recordedAt"';

export const READ_STREAM = {
  name: 'read-stream',
  text: `select ${COLUMNS} from event_store.event e where e.stream = $1 and e.revision >= $2 order by e.revision limit $3`,
};

/** Looks at a window of the log, so that a filter that matches little costs no more than one that matches all. */
export const READ_ALL = {
  name: 'read-all',
  text: `select head.position as head, ${COLUMNS}
    from (select coalesce(max(position), 0) as position from event_store.event) head
    left join lateral (
      select * from event_store.event e
      where e.position > $1 and e.position <= $1 + $2
        and ($3::text[] is null or e.category = any ($3)) and ($4::text[] is null or e.type = any ($4))
      order by e.position limit $5
    ) e on true
    order by e.position`,
};

export const HEAD = { name: 'head', text: 'select coalesce(max(position), 0) as position from event_store.event' };
