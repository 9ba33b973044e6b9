import { Avatar } from '../ui/avatar';
import styles from './content.module.css';

export interface ContactCard {
  readonly name: string;
  readonly lines: readonly string[];
}

const fields = (value: unknown): Record<string, unknown> => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {});
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const texts = (values: readonly unknown[]): string[] => values.filter((value): value is string => typeof value === 'string' && value !== '');

/** The cards that a customer shared: names, organisations, phones and addresses, as far as they are there. */
export function contactCards(content: unknown): readonly ContactCard[] {
  return list(content).map((card) => {
    const { name, org, phones, emails } = fields(card);
    const numbers = list(phones).map((phone) => fields(phone)['phone'] ?? fields(phone)['wa_id']);
    const addresses = list(emails).map((email) => fields(email)['email']);
    const lines = texts([fields(org)['company'], ...numbers, ...addresses]);
    return { name: texts([fields(name)['formatted_name']])[0] ?? lines[0] ?? '', lines };
  });
}

export function ContactCards({ cards }: { cards: readonly ContactCard[] }) {
  return (
    <span className={styles.cards}>
      {cards.map(({ name, lines }, index) => (
        <span key={index} className={styles.placeholder}>
          <Avatar name={name} size={34} />
          <span>
            <strong dir="auto">{name}</strong>
            {lines.map((line) => (
              <bdi key={line}>{line}</bdi>
            ))}
          </span>
        </span>
      ))}
    </span>
  );
}
