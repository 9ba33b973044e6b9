import { Injectable } from '@nestjs/common';
import { readReleased } from '@parley/service-kit';
import { RoutingPartition } from '../running/routing-partition.service';
import { soon } from '../running/soon.timer';

const WAIT_MAX_MS = 3_000;

/** Lets who has just wrapped up or rejected something read their own writes. */
@Injectable()
export class FollowedReleases {
  constructor(private readonly partition: RoutingPartition) {}

  /** Resolves when the places that the header names are free, or after three seconds at most: then the answer is as of then. */
  followed(header: string | undefined): Promise<void> {
    const released = readReleased(header);
    return soon(() => released.every((offerId) => !this.partition.known().places.has(offerId)), WAIT_MAX_MS);
  }
}
