// A framework while it is written: its content with what must be mended, how everybody will read it, what it changes.
import { useRouter } from '@tanstack/react-router';
import { useAct } from '../../app/act';
import { english, messages, russian, useLocal, useMessages } from '../../app/language';
import { NotFoundScreen } from '../../app/NotFoundScreen';
import { useParam, useSearch } from '../../app/params';
import { path } from '../../app/paths';
import { useRead } from '../../app/read';
import { ActionButton } from '../../design/ActionButton';
import { Button } from '../../design/Button';
import { LeftDraft } from '../../design/LeftDraft';
import { Page, PageHeader, Section } from '../../design/Page';
import { StateBadge } from '../../design/StateBadge';
import { Tabs } from '../../design/Tabs';
import { Trouble } from '../../design/Trouble';
import { Waiting } from '../../design/Waiting';
import { Framework } from '../../observer/Framework';
import { methodPath } from '../../observer/methods';
import { Changes } from './Changes';
import { Criteria } from './Criteria';
import { documentOf } from './document';
import { type DraftData, discardDraft, draftQuery, publishDraft } from './draftQuery';
import { Rules } from './rules/Rules';
import { Trial } from './rules/Trial';
import { Scales } from './Scales';
import { useDraft } from './useDraft';
import { Whole } from './Whole';

const words = messages({
  back: { ru: 'Системы критериев', en: 'Frameworks' },
  untitled: { ru: 'Без названия', en: 'Untitled' },
  draft: { ru: 'черновик', en: 'draft' },
  version: {
    ru: (code: string, number: number) => `${code}, версия ${number}`,
    en: (code: string, number: number) => `${code}, version ${number}`,
  },
  saving: { ru: 'сохраняется…', en: 'saving…' },
  saved: { ru: 'сохранено', en: 'saved' },
  sides: { ru: 'Стороны черновика', en: 'Sides of the draft' },
  write: { ru: 'Содержание', en: 'Content' },
  preview: { ru: 'Как прочтут', en: 'How it reads' },
  trial: { ru: 'Проба', en: 'Trial' },
  changes: { ru: 'Что изменилось', en: 'What changes' },
  whole: { ru: 'О системе', en: 'The whole' },
  scales: { ru: 'Шкалы', en: 'Scales' },
  rules: { ru: 'Как получают результат', en: 'How results are made' },
  criteria: { ru: 'Критерии', en: 'Criteria' },
  noPreview: {
    ru: 'Просмотр появится, когда в черновике не останется ошибок.',
    en: 'The preview will be here once the draft has no mistakes.',
  },
  publishing: { ru: 'Публикация', en: 'Publication' },
  publish: { ru: 'Опубликовать', en: 'Publish' },
  frozen: {
    ru: 'Опубликованная версия не меняется: любое изменение – это следующая версия.',
    en: 'A published version never changes: any change is another version.',
  },
  mend: {
    ru: (count: number) => `Осталось исправить: ${count} ${russian(count, 'место', 'места', 'мест')}`,
    en: (count: number) => `To be mended: ${count} ${english(count, 'place', 'places')}`,
  },
  file: { ru: (form: string) => `Скачать ${form}`, en: (form: string) => `Download ${form}` },
  discard: { ru: 'Удалить черновик', en: 'Discard the draft' },
});
const SIDES = ['write', 'preview', 'trial', 'changes'] as const;
type Side = (typeof SIDES)[number];

export function DraftScreen() {
  const id = useParam('id');
  const reading = useRead(draftQuery, { id });
  const found = reading.data?.node;
  if (reading.data && found?.__typename !== 'FrameworkDraft') return <NotFoundScreen />;
  if (found?.__typename !== 'FrameworkDraft')
    return (
      <Page>
        <Waiting reading={reading} head lines={12} />
      </Page>
    );
  return <Draft key={found.id} found={found} />;
}

function Draft({ found }: { found: DraftData }) {
  const t = useMessages(words);
  const local = useLocal();
  const [read, write] = useSearch();
  const { saved, written, change, unsaved, save, left, settle, flush } = useDraft(found);
  const side = SIDES.find((one) => one === read('side')) ?? 'write';
  const wrong = (at: string) => {
    const problem = saved.problems.find((one) => one.path === at);
    return problem && local(problem.message);
  };
  return (
    <Page>
      <PageHeader
        title={local(written.title) || t.untitled}
        back={{ href: path.frameworks, title: t.back }}
        facts={
          <>
            <StateBadge tone="active">{t.draft}</StateBadge>
            <span>{t.version(saved.code, saved.number)}</span>
            <span aria-live="polite">{unsaved ? t.saving : t.saved}</span>
          </>
        }
      />
      <div className="stack-far">
        {left && (
          <LeftDraft text={local(left.title)} onTake={() => settle(true)} onDrop={() => settle(false)} />
        )}
        <Trouble act={save} />
        <Tabs<Side>
          label={t.sides}
          tabs={SIDES.map((key) => ({
            key,
            title: t[key],
            count: key === 'changes' ? saved.changes.length || undefined : undefined,
          }))}
          value={side}
          onChange={(chosen) => write({ side: chosen === 'write' ? null : chosen })}
        >
          {side === 'preview' &&
            (saved.preview ? <Framework of={saved.preview} /> : <p className="quiet">{t.noPreview}</p>)}
          {side === 'trial' &&
            (saved.preview ? <Trial of={written} draft={saved} /> : <p className="quiet">{t.noPreview}</p>)}
          {side === 'changes' && <Changes of={saved} />}
          {side === 'write' && (
            <div className="stack-far">
              <Section title={t.whole}>
                <Whole of={written} onChange={change} wrong={wrong} />
              </Section>
              <Section title={t.criteria}>
                <Criteria of={written} onChange={change} wrong={wrong} faulty={faulty(saved)} />
              </Section>
              <Section title={t.scales}>
                <Scales of={written} onChange={change} wrong={wrong} />
              </Section>
              {written.scoring && (
                <Section title={t.rules}>
                  <Rules of={written} scoring={written.scoring} onChange={change} wrong={wrong} />
                </Section>
              )}
            </div>
          )}
        </Tabs>
        <Publication of={saved} ready={!unsaved} flush={flush} />
      </div>
    </Page>
  );
}

/** A place as people call it: the code of a criterion, the name of a scale; nothing for the whole. */
function placeOf(at: string, { content }: DraftData): string {
  const [room, place] = at.split('.');
  const code = room === 'criteria' && documentOf(content).criteria[Number(place)]?.code;
  const name = code || (room === 'scales' && place);
  return name ? `${name}:` : '';
}

/** The places of criteria that must be mended. */
function faulty({ problems }: DraftData): Set<number> {
  return new Set(
    problems
      .map((one) => one.path.split('.'))
      .filter(([room]) => room === 'criteria')
      .map(([, at]) => Number(at)),
  );
}

type PublicationProps = { of: DraftData; ready: boolean; flush: () => Promise<boolean> };

function Publication({ of, ready, flush }: PublicationProps) {
  const t = useMessages(words);
  const local = useLocal();
  const router = useRouter();
  const publish = useAct(publishDraft, (data) => data.publishFrameworkDraft);
  const discard = useAct(discardDraft, (data) => data.discardFrameworkDraft);
  const input = { id: of.id, expectedVersion: of.version };
  async function go() {
    if (!ready && !(await flush())) return;
    const made = await publish.run({ input });
    if (made) router.history.push(methodPath(made));
  }
  async function drop() {
    if (await discard.run({ input })) router.history.push(path.frameworks);
  }
  return (
    <Section title={t.publishing}>
      {of.problems.length > 0 && (
        <div className="stack-near">
          <p>{t.mend(of.problems.length)}</p>
          <ul>
            {of.problems.map((one) => (
              <li key={`${one.path} ${one.code}`}>
                {placeOf(one.path, of)} {local(one.message)}
              </li>
            ))}
          </ul>
        </div>
      )}
      <Trouble act={publish} />
      <Trouble act={discard} />
      <ActionButton
        transition={{
          name: 'publish',
          title: { ru: t.publish, en: t.publish },
          available: of.problems.length === 0 && ready,
          irreversible: true,
          blockedBy: [],
        }}
        pending={publish.pending}
        onAct={() => void go()}
      >
        {t.frozen}
      </ActionButton>
      <div className="row">
        {of.problems.length === 0 && (
          <>
            <a href={path.frameworkDraftFile(of.id, 'json')}>{t.file('JSON')}</a>
            <a href={path.frameworkDraftFile(of.id, 'xlsx')}>{t.file('XLSX')}</a>
          </>
        )}
        <Button look="plain" small pending={discard.pending} onClick={() => void drop()}>
          {t.discard}
        </Button>
      </div>
    </Section>
  );
}
