import { sliceOf } from './slice-of';

describe('a page of a conversation’s events', () => {
  const revisions = (query: Parameters<typeof sliceOf>[0], last = 9) => {
    const { from, limit } = sliceOf(query, last);
    return Array.from({ length: limit }, (_one, index) => from + index);
  };

  it.each([
    [{}, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]],
    [{ after: 7 }, [8, 9]],
    [{ after: 9 }, []],
    [{ after: 12 }, []],
    [{ before: 2 }, [0, 1]],
    [{ before: 0 }, []],
    [{ limit: 3 }, [7, 8, 9]],
    [{ limit: 3, before: 5 }, [2, 3, 4]],
    [{ limit: 3, before: 2 }, [0, 1]],
    [{ limit: 3, before: 99 }, [7, 8, 9]],
    [{ limit: 3, after: 4 }, [5, 6, 7]],
    [{ limit: 3, after: 4, before: 7 }, [5, 6]],
    [{ after: 7, before: 3 }, []],
  ])('of ten for %j', (query, expected) => expect(revisions(query)).toEqual(expected));

  it('of none is empty', () => {
    expect(revisions({ limit: 3 }, -1)).toEqual([]);
    expect(revisions({}, -1)).toEqual([]);
  });
});
