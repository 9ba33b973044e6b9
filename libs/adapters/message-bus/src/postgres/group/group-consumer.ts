import { backOff, type ConsumeAsGroup, type Consumer } from '@parley/event-sourcing';
import { randomUUID } from 'node:crypto';
import { within } from '../../deadline';
import type { Topic } from '../log/topics';
import type { Consuming } from './consuming';
import { Holdings } from './holdings';
import { type AssignedPartition, type Claimed, DEAD_AFTER_MS, Membership } from './membership';
import { OwnedPartition } from './owned-partition';
import { type GroupView, shareOf } from './share';

const ATTEND_EVERY_MS = 1_000;
/** How long the first assignment waits for the listening connection, by which others see us die. */
const LISTEN_MAX_MS = 500;

/**
 * A member of a group. It attends every second, and at once when there is word of a change: sees who else is there, takes what is
 * its share and free, and lets go of what is beyond its share as soon as the running batch has ended.
 */
export class GroupConsumer implements Consumer {
  readonly ready: Promise<void>;
  private readonly membership: Membership;
  private readonly holdings = new Holdings();
  private readonly stopping = new AbortController();
  private readonly drained = new AbortController();
  private readonly attending: Promise<void>;
  private attendedAtMs = 0;
  private changed = false;
  private wake: () => void = () => undefined;

  constructor(
    private readonly consuming: Consuming,
    private readonly options: ConsumeAsGroup,
  ) {
    this.membership = new Membership(consuming.pools.groups, randomUUID(), options.group);
    let isReady: () => void = () => undefined;
    this.ready = new Promise((resolve) => (isReady = resolve));
    this.attending = this.attendUntilDrained(isReady);
  }

  async stop(): Promise<void> {
    if (!this.stopping.signal.aborted) {
      this.stopping.abort();
      const ended = Promise.all(this.holdings.all.map((partition) => partition.giveUp()));
      await within(this.consuming.drainMaxMs, ended);
      this.drained.abort();
      this.look();
    }
    await this.attending;
  }

  private readonly look = (): void => {
    this.changed = true;
    this.wake();
  };

  private async attendUntilDrained(isReady: () => void): Promise<void> {
    const { news, observer } = this.consuming;
    const { signal } = this.drained;
    const stopHearing = news.hearOfGroup(this.membership.group, this.look);
    await within(LISTEN_MAX_MS, news.listen());
    for (let failures = 0; !signal.aborted; ) {
      try {
        this.changed = false;
        await this.attend();
        isReady();
        failures = 0;
        await this.rest();
      } catch (error) {
        failures += 1;
        observer.troubled?.(`attending group ${this.membership.group}`, error);
        await backOff(failures, signal);
      }
    }
    stopHearing();
    await this.leave();
    isReady();
  }

  private rest(): Promise<void> {
    if (this.changed) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ATTEND_EVERY_MS);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  private async attend(): Promise<void> {
    const { topics, news } = this.consuming;
    const { id, group } = this.membership;
    const named = await Promise.all(this.options.topics.map((name) => topics.get(name)));
    const isFirst = this.attendedAtMs === 0;
    const askedAtMs = performance.now();
    const view = await this.membership.attend(named.map((topic) => topic.id), news.session);
    this.attendedAtMs = askedAtMs;
    if (isFirst && view.members.length > 1) news.groupChanged(group);
    this.holdings.dropLost(id, view);
    this.showLag(view);
    await this.releaseEnded();
    if (this.stopping.signal.aborted) return;
    const { claim, release } = shareOf(id, this.holdings.complete(id, view));
    for (const place of release) void this.holdings.get(place)?.giveUp();
    const claimed = await this.membership.claim(claim.filter((place) => this.holdings.isFree(place)));
    for (const partition of claimed) this.take(named, partition);
  }

  private take(topics: readonly Topic[], { topicId, ...claimed }: Claimed): void {
    const topic = topics.find(({ id }) => id === topicId);
    if (topic === undefined || this.stopping.signal.aborted) return;
    const { id: member, group } = this.membership;
    const isFresh = () => performance.now() - this.attendedAtMs < DEAD_AFTER_MS;
    this.holdings.add(new OwnedPartition(this.consuming, this.options, { ...claimed, topic, member, group, isFresh, onEnd: this.look }));
  }

  private async releaseEnded(): Promise<void> {
    const ended = this.holdings.all.filter((partition) => partition.ended);
    if (ended.length === 0) return;
    await this.membership.release(ended);
    this.holdings.remove(ended);
    this.consuming.news.groupChanged(this.membership.group);
  }

  /** Gives back what is left, or what a handler holds that does not end, and says so. */
  private async leave(): Promise<void> {
    try {
      await this.membership.release(this.holdings.all);
      await this.membership.leave();
      this.consuming.news.groupChanged(this.membership.group);
    } catch (error) {
      this.consuming.observer.troubled?.(`leaving group ${this.membership.group}`, error);
    }
  }

  private showLag({ partitions }: GroupView<AssignedPartition>): void {
    for (const row of partitions) {
      const owned = this.holdings.get(row);
      if (owned) this.consuming.observer.lag?.(owned.from, row.end - row.committed);
    }
  }
}
