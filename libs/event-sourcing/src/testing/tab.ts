import type { Decider } from '../deciding/decider';

/** A small decider to prove the machinery with: a tab at a bar, open to be charged until it is paid. */
export type TabCommand = { readonly type: 'Charge'; readonly amount: number } | { readonly type: 'Pay' };
export type TabEvent = { readonly type: 'Charged'; readonly amount: number } | { readonly type: 'Paid'; readonly total: number };
export interface Tab {
  readonly total: number;
  readonly paid: boolean;
}

export class TabRefused extends Error {
  constructor(readonly code: 'tab-paid' | 'nothing-to-pay') {
    super(code);
  }
}

export const tabDecider: Decider<Tab, TabCommand, TabEvent> = {
  initial: { total: 0, paid: false },
  decide(command, { total, paid }) {
    switch (command.type) {
      case 'Charge':
        if (paid) throw new TabRefused('tab-paid');
        return command.amount === 0 ? [] : [{ type: 'Charged', amount: command.amount }];
      case 'Pay':
        if (paid) return [];
        if (total === 0) throw new TabRefused('nothing-to-pay');
        return [{ type: 'Paid', total }];
    }
  },
  evolve(tab, event) {
    switch (event.type) {
      case 'Charged':
        return { ...tab, total: tab.total + event.amount };
      case 'Paid':
        return { ...tab, paid: true };
    }
  },
};
