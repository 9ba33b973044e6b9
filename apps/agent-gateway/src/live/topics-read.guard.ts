import { type CanActivate, Injectable } from '@nestjs/common';
import { Refused } from '@parley/contracts';

/** Whether both topics are read. The transport is there when the app is made. */
export class TopicsRead {
  transport: { readonly isReading: boolean } | undefined;

  /** @throws Refused while they are not */
  check(): void {
    if (!this.transport?.isReading) throw new Refused('unavailable', 'what happens is not being read yet');
  }
}

/** No stream before both topics are read: what happened between its snapshot and the first record would be missing in it. */
@Injectable()
export class OnceTopicsAreRead implements CanActivate {
  constructor(private readonly topics: TopicsRead) {}

  canActivate(): boolean {
    this.topics.check();
    return true;
  }
}
