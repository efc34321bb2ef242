// Matching two framework versions: beside each criterion of the one, those of the other that correspond to it.
import { useEffect, useState } from 'react';
import { refusals, useAct } from '../../app/act';
import { dropDraft, keepDraft, readDraft } from '../../app/drafts';
import { graphql, type ResultOf } from '../../app/graph';
import { messages, useLocal, useMessages } from '../../app/language';
import { NotFoundScreen } from '../../app/NotFoundScreen';
import { useSearch } from '../../app/params';
import { path } from '../../app/paths';
import { useRead } from '../../app/read';
import { Button } from '../../design/Button';
import { Select } from '../../design/Field';
import { Page, PageHeader, Section } from '../../design/Page';
import { Trouble } from '../../design/Trouble';
import { Waiting } from '../../design/Waiting';
import { type LinkData, linkFields, linkWords } from '../../observer/crosswalk';
import styles from './frameworks.module.css';
import { alike } from './matching';

const versions = graphql(`query VersionsToMatch {
  viewer { roles } frameworks(first: 100) { nodes { id code number title { ru en } } }
}`);
const query = graphql(
  `query CrosswalkOfTwo($one: ID!, $other: ID!) {
    framework(id: $one) { id criteria { code title { ru en } scored } }
    beside: framework(id: $other) { id criteria { code title { ru en } scored } }
    crosswalk(framework: $one, other: $other) { version links { ...LinkFields } }
  }`,
  [linkFields],
);
type Data = ResultOf<typeof query>;
const save = graphql(
  `mutation SaveCrosswalk($input: SaveCrosswalkInput!) { saveCrosswalk(input: $input) {
    __typename ... on FrameworkCrosswalk { version }
    ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
  refusals,
);

const words = messages({
  title: { ru: 'Сопоставление двух систем', en: 'Matching two frameworks' },
  back: { ru: 'Системы критериев', en: 'Frameworks' },
  lead: {
    ru: 'Рядом с каждым критерием – те критерии другой системы, которым он соответствует. Сопоставление видно всем; баллы по нему не пересчитывают.',
    en: 'Beside each criterion stand those of the other framework it corresponds to. Everybody can read it; scores are not converted by it.',
  },
  one: { ru: 'Система', en: 'Framework' },
  other: { ru: 'С какой сопоставить', en: 'Matched with' },
  choose: { ru: 'выберите', en: 'choose' },
  version: {
    ru: (title: string, number: number) => `${title}, версия ${number}`,
    en: (title: string, number: number) => `${title}, version ${number}`,
  },
  links: { ru: 'Соответствия', en: 'Links' },
  suggest: { ru: 'Добавить те, что названы одинаково', en: 'Add those with the same title' },
  add: { ru: 'Добавить соответствие', en: 'Add a link' },
  there: { ru: 'Критерий другой системы', en: 'Criterion of the other' },
  kind: { ru: 'Этот критерий', en: 'This one is' },
  strength: { ru: 'Совпадают', en: 'They agree' },
  remove: { ru: 'Убрать', en: 'Remove' },
  save: { ru: 'Сохранить', en: 'Save' },
  saved: { ru: 'Сохранено', en: 'Saved' },
  unsaved: { ru: 'Есть несохранённое', en: 'Not saved yet' },
});

export function CrosswalkScreen() {
  const t = useMessages(words);
  const local = useLocal();
  const [read, write] = useSearch();
  const reading = useRead(versions, {});
  const [one, other] = [read('one'), read('other')];
  const pair = useRead(query, { one, other }, { pause: !one || !other || one === other });
  const viewer = reading.data?.viewer;
  if (viewer && !viewer.roles.includes('SECRETARY')) return <NotFoundScreen />;
  const options = [
    { value: '', title: t.choose },
    ...(reading.data?.frameworks.nodes ?? []).map(({ id, title, number }) => ({
      value: id,
      title: t.version(local(title), number),
    })),
  ];
  return (
    <Page>
      <PageHeader title={t.title} back={{ href: path.frameworks, title: t.back }} lead={t.lead} />
      <div className="stack-far">
        <div className={styles.pair}>
          <Select
            label={t.one}
            value={one}
            onChange={(chosen) => write({ one: chosen || null })}
            options={options.filter(({ value }) => !value || value !== other)}
          />
          <Select
            label={t.other}
            value={other}
            onChange={(chosen) => write({ other: chosen || null })}
            options={options.filter(({ value }) => !value || value !== one)}
          />
        </div>
        {one && other && !pair.data && <Waiting reading={pair} lines={10} />}
        {pair.data?.framework?.id === one && pair.data.beside?.id === other && (
          <Links key={`${one} ${other}`} found={pair.data} one={one} other={other} />
        )}
      </div>
    </Page>
  );
}

type Kept = { links: LinkData[]; version: number };

function Links({ found, one, other }: { found: Data; one: string; other: string }) {
  const t = useMessages(words);
  const said = useMessages(linkWords);
  const local = useLocal();
  const act = useAct(save, (data) => data.saveCrosswalk);
  const version = found.crosswalk?.version ?? 0;
  const key = `crosswalk ${one} ${other}`;
  const [links, setLinks] = useState<LinkData[]>(() => found.crosswalk?.links ?? []);
  const [unsaved, setUnsaved] = useState(false);
  const here = found.framework?.criteria ?? [];
  const there = found.beside?.criteria ?? [];

  useEffect(() => {
    void readDraft<Kept>(key).then((kept) => {
      if (kept?.version !== version) return;
      setLinks(kept.links);
      setUnsaved(true);
    });
  }, [key, version]);
  const change = (next: LinkData[]) => {
    setLinks(next);
    setUnsaved(true);
    void keepDraft(key, { links: next, version } satisfies Kept);
  };
  async function go() {
    const input = {
      frameworkVersionId: one,
      otherFrameworkVersionId: other,
      expectedVersion: version,
      links: links.map(({ criterionCode, otherCode, kind, strength }) => ({
        criterionCode,
        otherCode,
        kind,
        strength,
      })),
    };
    if (await act.run({ input })) {
      setUnsaved(false);
      await dropDraft(key);
    }
  }
  return (
    <>
      <Section
        title={t.links}
        action={
          <Button small onClick={() => change([...links, ...alike(here, there, links)])}>
            {t.suggest}
          </Button>
        }
      >
        <ul className={styles.list}>
          {here.map((criterion) => (
            <li key={criterion.code} className={styles.change}>
              <strong>
                {criterion.code}. {local(criterion.title)}
              </strong>
              {links.map(
                (link, place) =>
                  link.criterionCode === criterion.code && (
                    // biome-ignore lint/suspicious/noArrayIndexKey: a link has no name but its place
                    <div key={place} className={styles.pair}>
                      <Select
                        label={t.there}
                        value={link.otherCode}
                        onChange={(otherCode) => change(put(links, place, { otherCode }))}
                        options={there.map(({ code, title }) => ({
                          value: code,
                          title: `${code}. ${local(title)}`,
                        }))}
                      />
                      <Select
                        label={t.kind}
                        value={link.kind}
                        onChange={(kind) => change(put(links, place, { kind }))}
                        options={(['SAME', 'BROADER', 'NARROWER', 'RELATED'] as const).map((value) => ({
                          value,
                          title: said[value],
                        }))}
                      />
                      <Select
                        label={t.strength}
                        value={link.strength}
                        onChange={(strength) => change(put(links, place, { strength }))}
                        options={(['STRONG', 'PARTIAL', 'WEAK'] as const).map((value) => ({
                          value,
                          title: said[value],
                        }))}
                      />
                      <div>
                        <Button
                          small
                          look="plain"
                          onClick={() => change(links.filter((_, at) => at !== place))}
                        >
                          {t.remove}
                        </Button>
                      </div>
                    </div>
                  ),
              )}
              <div>
                <Button
                  small
                  look="plain"
                  onClick={() =>
                    change([
                      ...links,
                      {
                        criterionCode: criterion.code,
                        otherCode: there.find(({ scored }) => scored === criterion.scored)?.code ?? '',
                        kind: 'RELATED',
                        strength: 'PARTIAL',
                      },
                    ])
                  }
                >
                  {t.add}
                </Button>
              </div>
            </li>
          ))}
        </ul>
      </Section>
      <Trouble act={act} />
      <div className="row">
        <Button look="primary" pending={act.pending} disabled={!unsaved} onClick={() => void go()}>
          {t.save}
        </Button>
        <span className="quiet" aria-live="polite">
          {unsaved ? t.unsaved : t.saved}
        </span>
      </div>
    </>
  );
}

function put(links: readonly LinkData[], place: number, changed: Partial<LinkData>): LinkData[] {
  return links.map((one, at) => (at === place ? { ...one, ...changed } : one));
}
