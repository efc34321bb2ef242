// Questionnaires to begin from: what most schools ask. Every word can be changed before the survey is opened.
type Both = { ru: string; en: string };
export type DraftQuestion = {
  kind: 'CHOICE' | 'SCALE' | 'TEXT';
  title: Both;
  options: Both[];
  profile: boolean;
  /** The criterion that a scale asks about; empty for none. */
  criterion: string;
  /** By option, the criterion that whoever chooses it speaks of; empty for none. */
  optionCriteria: string[];
};
/** A question on the screen, known by a key of its own however the others move. */
export type KeyedQuestion = DraftQuestion & { key: string };
export const keyed = (question: DraftQuestion): KeyedQuestion => ({ ...question, key: crypto.randomUUID() });
export type SurveyKind = 'SATISFACTION' | 'NEEDS';

const agreement: Both[] = [
  { ru: 'совсем нет', en: 'not at all' },
  { ru: 'скорее нет', en: 'rather not' },
  { ru: 'и да, и нет', en: 'yes and no' },
  { ru: 'скорее да', en: 'rather yes' },
  { ru: 'полностью', en: 'fully' },
];
const importance: Both[] = [
  { ru: 'совсем не важно', en: 'not at all' },
  { ru: 'скорее не важно', en: 'rather not' },
  { ru: 'и да, и нет', en: 'yes and no' },
  { ru: 'скорее важно', en: 'rather yes' },
  { ru: 'очень важно', en: 'very much' },
];
const unlinked = { criterion: '', optionCriteria: [] };
const who: DraftQuestion = {
  ...unlinked,
  kind: 'CHOICE',
  title: { ru: 'Кто вы', en: 'Who are you' },
  options: [
    { ru: 'родитель', en: 'a parent' },
    { ru: 'ученик', en: 'a pupil' },
  ],
  profile: true,
};
const scale = (ru: string, en: string, options = agreement): DraftQuestion => ({
  ...unlinked,
  kind: 'SCALE',
  title: { ru, en },
  options,
  profile: false,
});
const inWords = (ru: string, en: string): DraftQuestion => ({
  ...unlinked,
  kind: 'TEXT',
  title: { ru, en },
  options: [],
  profile: false,
});

export const templates: Record<SurveyKind, { title: Both; intro: Both; questions: DraftQuestion[] }> = {
  SATISFACTION: {
    title: { ru: 'Довольны ли вы школой', en: 'Are you satisfied with the school' },
    intro: {
      ru: 'Опрос занимает три минуты. Отвечайте так, как думаете.',
      en: 'The survey takes three minutes. Answer as you think.',
    },
    questions: [
      who,
      scale('Довольны ли вы тем, как учат', 'Are you satisfied with the teaching'),
      scale('Чувствуете ли вы себя в школе в безопасности', 'Do you feel safe at school'),
      scale('Вежливы ли с вами работники школы', 'Are the people at school courteous to you'),
      scale('Можно ли узнать о школе всё, что нужно', 'Can you find out all you need about the school'),
      inWords('Что изменить в первую очередь', 'What should change first'),
    ],
  },
  NEEDS: {
    title: { ru: 'Чего вы ждёте от школы', en: 'What do you need of the school' },
    intro: {
      ru: 'По ответам школа и учредитель решают, что развивать.',
      en: 'By the answers the school and its founder decide what to develop.',
    },
    questions: [
      who,
      {
        ...unlinked,
        kind: 'CHOICE',
        title: { ru: 'Что важнее всего развивать', en: 'What is most important to develop' },
        options: [
          { ru: 'подготовку к экзаменам', en: 'preparing for exams' },
          { ru: 'профильные классы', en: 'specialised upper classes' },
          { ru: 'кружки и спорт', en: 'clubs and sports' },
          { ru: 'здоровье и питание', en: 'health and meals' },
          { ru: 'помощь тем, кому трудно', en: 'help for those who struggle' },
        ],
        profile: false,
      },
      scale('Важны ли вам кружки и секции', 'Do clubs and sections matter to you', importance),
      inWords('Чего в школе не хватает', 'What is missing at the school'),
    ],
  },
};
