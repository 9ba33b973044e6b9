import type { CannedResponseConfig, CannedResponses } from '@parley/contracts';

/** The answers for `queue` (without one, all of them) in `language`, in the configured order. */
export function cannedResponsesFor(configured: readonly CannedResponseConfig[], { queue, language }: { queue?: string | undefined; language: 'en' | 'es' }): CannedResponses {
  const items = configured
    .filter(({ queues }) => queue === undefined || queues === undefined || queues.includes(queue))
    .map(({ id, title, text }) => ({ id, title: title[language], text: text[language] }));
  return { items };
}
