// What changed in the words of a document since an earlier version: asked when it is opened, place by place.
import { useState } from 'react';
import { graphql } from '../../app/graph';
import { messages, useMessages } from '../../app/language';
import { useRead } from '../../app/read';
import { Button } from '../../design/Button';
import { Waiting } from '../../design/Waiting';
import styles from './desk.module.css';

const query = graphql(
  `query VersionChanges($id: ID!, $since: ID!) { node(id: $id) { __typename ... on EvidenceVersion { changesSince(versionId: $since) {
    comparable complete changes { pageBefore pageNow before removed added after } } } } }`,
);

const words = messages({
  title: {
    ru: (number: number) => `Что изменилось после версии ${number}`,
    en: (number: number) => `What changed since version ${number}`,
  },
  none: {
    ru: 'Слова те же. Могли измениться изображения, таблицы-картинки и оформление.',
    en: 'The words are the same. Pictures and layout may have changed.',
  },
  unreadable: {
    ru: 'В одной из версий нет текста (скан или изображение), сравнить слова нельзя. Посмотрите обе.',
    en: 'One of the versions has no text (a scan or a picture), so words cannot be compared. Look at both.',
  },
  more: {
    ru: 'Изменений больше, чем здесь показано.',
    en: 'There are more changes than are shown here.',
  },
  page: { ru: (page: number) => `с. ${page}`, en: (page: number) => `p. ${page}` },
  moved: {
    ru: (page: number, before: number) => `с. ${page}, была ${before}`,
    en: (page: number, before: number) => `p. ${page}, was ${before}`,
  },
});

type Props = { now: string; since: { id: string; number: number }; onOpen: (page: number) => void };

export function Changes({ now, since, onOpen }: Props) {
  const t = useMessages(words);
  const [open, setOpen] = useState(false);
  return (
    <div>
      <Button small look="plain" aria-expanded={open} onClick={() => setOpen(!open)}>
        {t.title(since.number)}
      </Button>
      {open && <Found now={now} since={since.id} onOpen={onOpen} />}
    </div>
  );
}

function Found({ now, since, onOpen }: { now: string; since: string; onOpen: Props['onOpen'] }) {
  const t = useMessages(words);
  const reading = useRead(query, { id: now, since });
  if (!reading.data) return <Waiting reading={reading} lines={3} />;
  const node = reading.data.node;
  const found = node?.__typename === 'EvidenceVersion' ? node.changesSince : null;
  if (!found?.comparable) return <p className="quiet small">{t.unreadable}</p>;
  if (!found.changes.length) return <p className="quiet small">{t.none}</p>;
  return (
    <>
      <ol className={styles.changes}>
        {found.changes.map((change, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: places in a text have no other name
          <li key={place} className={styles.change}>
            <Button small look="plain" onClick={() => onOpen(change.pageNow)}>
              {change.pageNow === change.pageBefore
                ? t.page(change.pageNow)
                : t.moved(change.pageNow, change.pageBefore)}
            </Button>
            <p className="small">
              {change.before && <span className="quiet">… {change.before} </span>}
              {change.removed && <del>{change.removed}</del>} {change.added && <ins>{change.added}</ins>}
              {change.after && <span className="quiet"> {change.after} …</span>}
            </p>
          </li>
        ))}
      </ol>
      {!found.complete && <p className="quiet small">{t.more}</p>}
    </>
  );
}
