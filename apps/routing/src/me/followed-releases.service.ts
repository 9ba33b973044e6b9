import { Injectable } from '@nestjs/common';
import { pause } from '@parley/event-sourcing';
import { readReleased } from '@parley/service-kit';
import { RoutingPartition } from '../running/routing-partition.service';

const WAIT_MAX_MS = 1_000;
const LOOK_EVERY_MS = 5;

/** Lets who has just wrapped up or rejected something read their own writes: what a conversation did reaches routing a moment later. */
@Injectable()
export class FollowedReleases {
  constructor(private readonly partition: RoutingPartition) {}

  /** Resolves when the places that the header names are free, or after a second at most: then the answer is as of then. */
  async followed(header: string | undefined): Promise<void> {
    const released = readReleased(header);
    const untilMs = performance.now() + WAIT_MAX_MS;
    while (released.some((offerId) => this.partition.known().places.has(offerId)) && performance.now() < untilMs) await pause(LOOK_EVERY_MS);
  }
}
