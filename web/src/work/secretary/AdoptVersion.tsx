// Letting a case follow a newer version of its process: what would change is shown before.
import { refusals, useAct } from '../../app/act';
import { graphql } from '../../app/graph';
import { messages, useMessages } from '../../app/language';
import { Button } from '../../design/Button';
import { Disclosure } from '../../design/Disclosure';
import { Reasons } from '../../design/Reasons';
import { Trouble } from '../../design/Trouble';
import type { CaseData } from '../case/caseQuery';
import styles from '../work.module.css';

const adopt = graphql(
  `mutation AdoptVersion($input: AdoptVersionInput!) { adoptVersion(input: $input) {
    __typename ... on Evaluation { id } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
  refusals,
);

const words = messages({
  title: {
    ru: (version: number) => `Есть версия ${version} процесса`,
    en: (version: number) => `There is version ${version} of the process`,
  },
  added: { ru: 'добавлено', en: 'added' },
  removed: { ru: 'убрано', en: 'removed' },
  changed: { ru: 'изменено', en: 'changed' },
  go: { ru: 'Перевести дело на эту версию', en: 'Let the case follow it' },
});

export function AdoptVersion({ found }: { found: CaseData }) {
  const t = useMessages(words);
  const act = useAct(adopt, ({ adoptVersion }) => adoptVersion);
  return found.newerVersions.map(({ version, changes, blockedBy }) => (
    <Disclosure key={version} title={t.title(version)}>
      <div className="stack">
        <ul className={styles.remarks}>
          {changes.map(({ kind, part, before, after }) => (
            <li key={part} className={styles.remark}>
              <b>{part}</b>{' '}
              <span className="quiet">
                {kind === 'added' ? t.added : kind === 'removed' ? t.removed : t.changed}
              </span>
              {before && <del className="small"> {before}</del>}
              {after && <ins className="small"> {after}</ins>}
            </li>
          ))}
        </ul>
        <Reasons reasons={blockedBy} />
        <Trouble act={act} />
        {blockedBy.length === 0 && (
          <div>
            <Button
              pending={act.pending}
              onClick={() =>
                void act.run({
                  input: { evaluationId: found.id, expectedVersion: found.version, processVersion: version },
                })
              }
            >
              {t.go}
            </Button>
          </div>
        )}
      </div>
    </Disclosure>
  ));
}
