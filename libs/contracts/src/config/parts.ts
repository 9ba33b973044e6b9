import { z } from 'zod';
import { codePoints, MESSAGE_TEXT_MAX } from '../text';

export const id = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'use letters, digits, dot, dash and underscore, 64 at most');
export const name = z.string().min(1).max(200);
export const translated = z.strictObject({ en: name, es: name });

export const messageText = z
  .string()
  .min(1)
  .refine((text) => codePoints(text) <= MESSAGE_TEXT_MAX, `at most ${MESSAGE_TEXT_MAX} characters`);
