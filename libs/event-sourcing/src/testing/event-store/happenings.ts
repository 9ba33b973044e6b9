import { v4 } from 'uuid';
import type { NewEvent } from '../../event-store/event-store';

/** A category that no other test uses. */
export const newCategory = (): string => `contract${v4().replaceAll('-', '')}`;

export const newStream = (category = newCategory()): string => `${category}-${v4()}`;

/** An event with an id of its own. */
export const happened = (data: object = {}, type = 'Happened'): NewEvent => ({ id: v4(), type, data });

/** `count` events, numbered from `first`. */
export const happenings = (count: number, first = 0): NewEvent[] =>
  Array.from({ length: count }, (_, index) => happened({ n: first + index }));
