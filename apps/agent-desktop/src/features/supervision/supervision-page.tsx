import type { Me } from '@parley/contracts';
import { useState } from 'react';
import { useTexts } from '../../shared/i18n/use-texts';
import { navigate, supervisionPath, useQuery } from '../../shared/router';
import { Icon } from '../../shared/ui/icon';
import { ConversationList } from './conversation-list';
import { ConversationTimeline } from './conversation-timeline';
import { useNames } from './people';
import styles from './supervision.module.css';
import { useConversations } from './use-conversations';
import { useNews } from './use-news';

/** Every conversation, found on the left; one of them, as it is or as it was, on the right. */
export function SupervisionPage({ me, conversationId }: { me: Me; conversationId: string | undefined }) {
  const t = useTexts();
  const names = useNames();
  const query = useQuery().toString();
  const found = useConversations(query);
  const [news, setNews] = useState(0);
  const happened = () => setNews((count) => count + 1);
  const liveness = useNews(conversationId, { onMoved: found.reload, onHappened: happened });
  const open = (id?: string) => navigate(`${supervisionPath(id)}${query && `?${query}`}`);
  const changed = () => {
    found.reload();
    happened();
  };
  return (
    <main id="work" tabIndex={-1} className={styles.page} data-open={conversationId !== undefined || undefined}>
      <ConversationList liveness={liveness} found={found} names={names} selected={conversationId} onOpen={open} />
      <div className={styles.detail}>
        {conversationId ? (
          <ConversationTimeline key={conversationId} liveness={liveness} conversationId={conversationId} me={me} names={names} news={news} onChanged={changed} onBack={() => open()} />
        ) : (
          <div className={styles.choose}>
            <Icon name="chat" size={40} />
            <p>{t['supervise.choose']}</p>
          </div>
        )}
      </div>
    </main>
  );
}
