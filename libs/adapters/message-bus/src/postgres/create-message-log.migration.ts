import type { MigrationInterface, QueryRunner } from 'typeorm';

const TOPIC = `
create table topic (
  id integer generated always as identity primary key,
  name text not null unique,
  partitions integer not null check (partitions > 0),
  created_at timestamptz(3) not null default now()
)`;

/** One row a partition, changed with every batch: room on the page keeps those changes off the index. */
const PARTITION = `
create table partition (
  topic_id integer not null references topic,
  partition integer not null,
  next_offset bigint not null default 0,
  primary key (topic_id, partition)
) with (fillfactor = 20, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000)`;

/** Key, value and headers are JSON as text, because json types refuse U+0000; a key stands there without its quotes. */
const RECORD = `
create table record (
  topic_id integer not null,
  partition integer not null,
  "offset" bigint not null,
  key text not null,
  value text not null,
  headers text not null,
  published_at timestamptz(3) not null,
  primary key (topic_id, partition, "offset")
)`;

const ENSURE_TOPIC = `
create function ensure_topic(p_name text, p_partitions integer) returns table (id integer, partitions integer)
language plpgsql
set search_path = message_bus, pg_temp
as $$
#variable_conflict use_column
begin
  return query select t.id, t.partitions from topic t where t.name = p_name;
  if found then return; end if;
  insert into topic (name, partitions) values (p_name, p_partitions) on conflict do nothing;
  if found then
    insert into partition (topic_id, partition)
    select t.id, n from topic t, generate_series(0, p_partitions - 1) n where t.name = p_name;
  end if;
  return query select t.id, t.partitions from topic t where t.name = p_name;
end $$`;

/**
 * Stores a batch: lane l is partition `p_partitions[l]` of topic `p_topics[l]` and takes `p_counts[l]` records; record r is
 * number `p_numbers[r]` of lane `p_lanes[r]`.
 *
 * Lanes come sorted, so that two batches lock them in one order; a lane stays locked until the commit is visible, so its
 * offsets become visible in their order and without gaps.
 */
const PUBLISH = `
create function publish(p_topics integer[], p_partitions integer[], p_counts integer[],
  p_lanes integer[], p_numbers integer[], p_keys text[], p_values text[], p_headers text[]) returns void
language plpgsql
set search_path = message_bus, pg_temp
set enable_seqscan = off
set enable_bitmapscan = off
set plan_cache_mode = force_generic_plan
as $$
declare
  v_first bigint;
  v_firsts bigint[];
  v_now timestamptz(3);
begin
  for l in 1 .. cardinality(p_topics) loop
    update partition p set next_offset = p.next_offset + p_counts[l]
    where p.topic_id = p_topics[l] and p.partition = p_partitions[l]
    returning p.next_offset - p_counts[l] into strict v_first;
    v_firsts[l] := v_first;
  end loop;
  v_now := clock_timestamp();
  insert into record (topic_id, partition, "offset", key, value, headers, published_at)
  select p_topics[r.lane], p_partitions[r.lane], v_firsts[r.lane] + r.number, r.key, r.value, r.headers, v_now
  from unnest(p_lanes, p_numbers, p_keys, p_values, p_headers) as r (lane, number, key, value, headers);
end $$`;

/**
 * Removes old records of one partition, at most `p_max`, and answers how many. What a group has not read yet stays, unless
 * nobody of the group has been there for as long as dead letters are kept.
 */
const TRIM = `
create function trim_partition(p_topic integer, p_partition integer, p_before timestamptz, p_abandoned timestamptz, p_max integer) returns integer
language plpgsql
set search_path = message_bus, pg_temp
as $$
declare
  v_below bigint;
  v_removed integer;
begin
  select least(min(a.committed), max(p.next_offset)) into v_below
  from partition p
  left join assignment a on a.topic_id = p.topic_id and a.partition = p.partition
    and (a.touched_at > p_abandoned or exists (select from member m where m.id = a.owner))
  where p.topic_id = p_topic and p.partition = p_partition;
  delete from record r
  where r.topic_id = p_topic and r.partition = p_partition and r."offset" < v_below
    and r."offset" in (
      select o."offset" from (
        select "offset", published_at from record
        where topic_id = p_topic and partition = p_partition order by "offset" limit p_max
      ) o where o.published_at < p_before
    );
  get diagnostics v_removed = row_count;
  return v_removed;
end $$`;

/** The partitioned log; only `publish` writes records. */
export class CreateMessageLog1763800000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [TOPIC, PARTITION, RECORD, ENSURE_TOPIC, PUBLISH, TRIM]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const name of ['trim_partition', 'publish', 'ensure_topic']) await runner.query(`drop function ${name}`);
    for (const name of ['record', 'partition', 'topic']) await runner.query(`drop table ${name}`);
  }
}
