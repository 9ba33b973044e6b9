import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLE = `
create table event (
  position bigint primary key,
  stream text not null,
  revision integer not null,
  id uuid not null,
  type text not null,
  category text not null generated always as (split_part(stream, '-', 1)) stored,
  data json not null,
  metadata json not null,
  recorded_at timestamptz(3) not null,
  constraint event_once unique (id),
  constraint event_revision unique (stream, revision)
)`;

/**
 * Appends a batch: item n is the nth of `p_streams`, at most one item a stream; event k belongs to item `p_items[k]`.
 *
 * The lock is held until the commit is visible, so positions become visible in their order and without gaps. An item whose first
 * id is in its stream is a duplicate, one at another revision a conflict (-1: no stream); neither harms its siblings. The settings
 * and the single condition of each look-up keep the plan that was made for an empty table right for a full one.
 */
const APPEND = `
create function append(p_streams text[], p_expected integer[], p_items integer[], p_ids uuid[], p_types text[], p_data text[], p_metadata text[])
returns table (item bigint, status text, revision integer, "position" bigint, recorded_at text)
language plpgsql
set search_path = event_store, pg_temp
set enable_seqscan = off
set enable_bitmapscan = off
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
declare
  v_now timestamptz(3);
  v_top bigint;
  v_newest bigint;
begin
  perform pg_advisory_xact_lock(hashtextextended('parley/event-store', 0));
  v_now := clock_timestamp();
  v_top := coalesce((select max(e.position) from event e), 0);
  return query
  with news as materialized (
    select * from unnest(p_items, p_ids, p_types, p_data, p_metadata) with ordinality as n (item, id, type, data, metadata, k)
  ), asked as materialized (
    select a.item, a.stream, a.expected,
      coalesce((select e.revision from event e where e.stream = a.stream order by e.revision desc limit 1), -1) as actual,
      coalesce((select e.stream = a.stream from event e where e.id = p_ids[array_position(p_items, a.item::integer)]), false) as repeated
    from unnest(p_streams, p_expected) with ordinality as a (stream, expected, item)
  ), accepted as (
    insert into event as e (position, stream, revision, id, type, data, metadata, recorded_at)
    select v_top + row_number() over (order by n.k), a.stream, a.expected + row_number() over (partition by a.item order by n.k),
      n.id, n.type, n.data::json, n.metadata::json, v_now
    from news n join asked a on a.item = n.item
    where a.actual = a.expected and not a.repeated
    order by n.k
    returning e.stream, e.revision, e.position
  ), written as (
    select w.stream, max(w.revision) as revision, max(w.position) as position from accepted w group by w.stream
  )
  select a.item,
    case when a.repeated then 'duplicate' when w.stream is null then 'conflict' else 'appended' end,
    case when a.repeated then s.revision when w.stream is null then a.actual else w.revision end,
    case when a.repeated then s.position else w.position end,
    event_store.iso(case when a.repeated then s.recorded_at else v_now end)
  from asked a
  left join written w on w.stream = a.stream
  left join lateral (
    select e.revision, e.position, e.recorded_at
    from news n cross join lateral (select * from event e where e.id = n.id offset 0) e
    where a.repeated and n.item = a.item
    order by e.revision desc limit 1
  ) s on true
  order by a.item;
  v_newest := coalesce((select max(e.position) from event e), 0);
  if v_newest > v_top then perform pg_notify('event_store', v_newest::text); end if;
end $$`;

const ISO = `
create function iso(p_time timestamptz) returns text language sql stable
return to_char(p_time at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** The log is a table that only {@link APPEND} writes to. */
export class CreateEventLog1763800000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLE);
    await runner.query(ISO);
    await runner.query(APPEND);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop function append');
    await runner.query('drop function iso');
    await runner.query('drop table event');
  }
}
