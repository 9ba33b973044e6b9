import { z } from 'zod';

const times = z.int().min(0).max(1_000_000);
const delay = z.int().min(0).max(120_000);

/** Everything that can be made to go wrong. What is not named keeps its value; `POST /control/reset` clears all. */
export const Faults = z.strictObject({
  graph: z.strictObject({
    /** Every answer waits so long. */
    delayMs: delay,
    /** The next `times` sends are refused, nothing is sent. `html` gives the page of a proxy instead of Meta's error. */
    failNext: z.strictObject({
      times,
      status: z.int().min(300).max(599).default(500),
      code: z.int().default(131000),
      message: z.string().optional(),
      html: z.boolean().default(false),
    }),
    /** The next so many sends ARE sent, but their HTTP answer never comes. */
    timeOutNext: times,
    /** The next so many sends ARE sent, but the connection is cut instead of answered. */
    cutNext: times,
    /** More than 45 in a burst, or one in 6 s to the same customer, is refused with 131056. */
    pairLimit: z.boolean(),
    /** A free message more than 24 h after the customer's last one: refused at once, by a failed status, or let through. */
    window: z.enum(['refuse', 'fail-later', 'off']),
  }),
  statuses: z.strictObject({
    mode: z.enum(['normal', 'none', 'before-answer']),
    delayMs: delay,
    /** `when-open`: as soon as somebody has the chat open on the phone page. */
    read: z.enum(['when-open', 'always', 'never']),
    /** The next `times` accepted messages end in a failed status. */
    failNext: z.strictObject({ times, code: z.int().default(131026), title: z.string().default('Message undeliverable') }),
  }),
  webhooks: z.strictObject({
    delayMs: delay,
    /** So many more copies of each POST, at the same time. */
    duplicate: z.int().min(0).max(20),
    /** Notifications of `windowMs` go out newest first. */
    reorder: z.boolean(),
    /** Up to so many changes in one POST, gathered for `windowMs`. */
    batch: z.int().min(1).max(1000),
    windowMs: z.int().min(1).max(10_000),
  }),
});
export type Faults = z.infer<typeof Faults>;

/** A part of the switches; objects are merged. */
export const FaultsPatch = z.strictObject({
  graph: Faults.shape.graph.partial().optional(),
  statuses: Faults.shape.statuses.partial().optional(),
  webhooks: Faults.shape.webhooks.partial().optional(),
});
export type FaultsPatch = z.infer<typeof FaultsPatch>;

export const noFaults = (): Faults => ({
  graph: {
    delayMs: 0,
    failNext: { times: 0, status: 500, code: 131000, html: false },
    timeOutNext: 0,
    cutNext: 0,
    pairLimit: false,
    window: 'fail-later',
  },
  statuses: { mode: 'normal', delayMs: 60, read: 'when-open', failNext: { times: 0, code: 131026, title: 'Message undeliverable' } },
  webhooks: { delayMs: 0, duplicate: 0, reorder: false, batch: 1, windowMs: 200 },
});

/** Holds the switches; whoever uses one up counts it down here. */
export class FaultSwitches {
  now: Faults = noFaults();

  change(patch: FaultsPatch): Faults {
    this.now = {
      graph: { ...this.now.graph, ...patch.graph },
      statuses: { ...this.now.statuses, ...patch.statuses },
      webhooks: { ...this.now.webhooks, ...patch.webhooks },
    };
    return this.now;
  }

  /** True once for each time that was asked for. */
  takeTimeOut = (): boolean => this.now.graph.timeOutNext > 0 && this.now.graph.timeOutNext-- > 0;

  takeCut = (): boolean => this.now.graph.cutNext > 0 && this.now.graph.cutNext-- > 0;

  takeRefusal(): Faults['graph']['failNext'] | undefined {
    const { failNext } = this.now.graph;
    return failNext.times > 0 && failNext.times-- > 0 ? failNext : undefined;
  }

  takeFailedStatus(): Faults['statuses']['failNext'] | undefined {
    const { failNext } = this.now.statuses;
    return failNext.times > 0 && failNext.times-- > 0 ? failNext : undefined;
  }

  reset(): void {
    this.now = noFaults();
  }
}
