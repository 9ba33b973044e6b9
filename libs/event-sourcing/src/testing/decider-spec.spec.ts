import { deciderSpec } from './decider-spec';
import { tabDecider, TabRefused } from './tab';

describe('a spec of a decider', () => {
  const { given } = deciderSpec(tabDecider);
  const charged = { type: 'Charged', amount: 3 } as const;

  it('passes when the decision is as told', () => {
    given(charged, charged).when({ type: 'Pay' }).then({ type: 'Paid', total: 6 });
    given(charged).when({ type: 'Charge', amount: 0 }).then();
    given().when({ type: 'Pay' }).then({ code: 'nothing-to-pay' });
    given([charged, { type: 'Paid', total: 3 }])
      .when({ type: 'Charge', amount: 1 })
      .then(new TabRefused('tab-paid'));
  });

  it('fails when it is not', () => {
    expect(() => given(charged).when({ type: 'Pay' }).then()).toThrow();
    expect(() => given(charged).when({ type: 'Pay' }).then({ type: 'Paid', total: 4 })).toThrow();
    expect(() => given(charged).when({ type: 'Pay' }).then({ code: 'nothing-to-pay' })).toThrow();
    expect(() => given().when({ type: 'Pay' }).then({ code: 'tab-paid' })).toThrow();
    expect(() => given(charged).when({ type: 'Charge', amount: 0 }).then({ code: 'tab-paid' })).toThrow();
    expect(() => given().when({ type: 'Pay' }).then(charged)).toThrow('nothing-to-pay');
  });
});
