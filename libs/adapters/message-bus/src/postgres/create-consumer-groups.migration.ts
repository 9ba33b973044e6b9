import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who is in a group now. The backend is that of the member's listening connection; gone means that the process is. */
const MEMBER = `
create table member (
  id uuid primary key,
  group_name text not null,
  topic_ids integer[] not null,
  backend_pid integer,
  backend_start timestamptz,
  seen_at timestamptz not null
) with (fillfactor = 20)`;

/** How far a group has read a partition, and who reads on. Each new owner is a new epoch; owners of old epochs are fenced. */
const ASSIGNMENT = `
create table assignment (
  group_name text not null,
  topic_id integer not null references topic,
  partition integer not null,
  committed bigint not null default 0,
  epoch bigint not null default 0,
  owner uuid,
  touched_at timestamptz not null default now(),
  primary key (group_name, topic_id, partition)
) with (fillfactor = 20, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000)`;

/**
 * Shows the member alive, removes the dead of its group, and answers who is there and who has what:
 * `{members: [[id, topicIds]], partitions: [[topicId, partition, owner, epoch, committed, end]]}`.
 */
const ATTEND = `
create function attend(p_member uuid, p_group text, p_topics integer[], p_pid integer, p_start timestamptz, p_dead_after interval, p_gone_after interval)
returns json
language plpgsql
set search_path = message_bus, pg_temp
as $$
declare
  v_now timestamptz := clock_timestamp();
begin
  insert into member (id, group_name, topic_ids, backend_pid, backend_start, seen_at)
  values (p_member, p_group, p_topics, p_pid, p_start, v_now)
  on conflict (id) do update set backend_pid = p_pid, backend_start = p_start, seen_at = v_now;
  delete from member where id in (
    select m.id from member m
    where m.group_name = p_group and m.id <> p_member and m.seen_at < v_now - p_gone_after
      and (m.seen_at < v_now - p_dead_after or (m.backend_pid is not null and not exists (
        select from pg_stat_get_activity(m.backend_pid) b where b.backend_start = m.backend_start)))
    for update skip locked
  );
  insert into assignment (group_name, topic_id, partition)
  select p_group, p.topic_id, p.partition from partition p
  where p.topic_id = any (p_topics)
    and not exists (select from assignment a where a.group_name = p_group and a.topic_id = p.topic_id and a.partition = p.partition)
  on conflict do nothing;
  return json_build_object(
    'members', (select json_agg(json_build_array(m.id, m.topic_ids)) from member m where m.group_name = p_group),
    'partitions', (
      select json_agg(json_build_array(a.topic_id, a.partition, a.owner, a.epoch, a.committed, p.next_offset) order by a.topic_id, a.partition)
      from assignment a join partition p using (topic_id, partition)
      where a.group_name = p_group and a.topic_id = any (p_topics)
    ));
end $$`;

/** Takes those of the partitions that nobody alive owns and that are still at the epoch that was seen. */
const CLAIM = `
create function claim(p_member uuid, p_group text, p_topics integer[], p_partitions integer[], p_epochs bigint[])
returns table (topic_id integer, "partition" integer, epoch bigint, committed bigint)
language sql
set search_path = message_bus, pg_temp
as $$
  with free as materialized (
    select a.topic_id, a.partition
    from assignment a
    join unnest(p_topics, p_partitions, p_epochs) as c (topic_id, partition, epoch)
      on c.topic_id = a.topic_id and c.partition = a.partition and c.epoch = a.epoch
    where a.group_name = p_group
      and (a.owner is null or a.owner = p_member or not exists (select from member m where m.id = a.owner))
    order by a.topic_id, a.partition
    for update of a skip locked
  )
  update assignment a set owner = p_member, epoch = a.epoch + 1, touched_at = now()
  from free f
  where a.group_name = p_group and a.topic_id = f.topic_id and a.partition = f.partition
  returning a.topic_id, a.partition, a.epoch, a.committed
$$`;

/** Lets go of partitions that the member still owns at these epochs. */
const RELEASE = `
create function release(p_member uuid, p_group text, p_topics integer[], p_partitions integer[], p_epochs bigint[]) returns void
language sql
set search_path = message_bus, pg_temp
as $$
  with mine as materialized (
    select a.topic_id, a.partition
    from assignment a
    join unnest(p_topics, p_partitions, p_epochs) as c (topic_id, partition, epoch)
      on c.topic_id = a.topic_id and c.partition = a.partition and c.epoch = a.epoch
    where a.group_name = p_group and a.owner = p_member
    order by a.topic_id, a.partition
    for update of a
  )
  update assignment a set owner = null
  from mine
  where a.group_name = p_group and a.topic_id = mine.topic_id and a.partition = mine.partition
$$`;

/** Moves offsets of many groups, each only for the owner at its epoch; answers the numbers (from 1) of those that moved. */
const COMMIT_OFFSETS = `
create function commit_offsets(p_members uuid[], p_groups text[], p_topics integer[], p_partitions integer[], p_epochs bigint[], p_offsets bigint[])
returns table (number bigint)
language sql
set search_path = message_bus, pg_temp
as $$
  with moved as materialized (
    select a.group_name, a.topic_id, a.partition, m.next, m.number
    from assignment a
    join unnest(p_members, p_groups, p_topics, p_partitions, p_epochs, p_offsets) with ordinality
      as m (owner, group_name, topic_id, partition, epoch, next, number)
      on m.group_name = a.group_name and m.topic_id = a.topic_id and m.partition = a.partition
        and m.owner = a.owner and m.epoch = a.epoch
    order by a.group_name, a.topic_id, a.partition
    for update of a
  )
  update assignment a set committed = m.next, touched_at = now()
  from moved m
  where a.group_name = m.group_name and a.topic_id = m.topic_id and a.partition = m.partition
  returning m.number
$$`;

/** Consumer groups: who reads which partition, and how far. */
export class CreateConsumerGroups1763800000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [MEMBER, ASSIGNMENT, ATTEND, CLAIM, RELEASE, COMMIT_OFFSETS]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const name of ['commit_offsets', 'release', 'claim', 'attend']) await runner.query(`drop function ${name}`);
    for (const name of ['assignment', 'member']) await runner.query(`drop table ${name}`);
  }
}
