// A page to print and hang up: where to answer, by QR code or by address; each person needs a card of their own.
import { messages, useLocal, useMessages } from '../../app/language';
import { path } from '../../app/paths';
import { useTime } from '../../app/time';
import { Button } from '../../design/Button';
import { Page, PageHeader } from '../../design/Page';
import { QrCode } from '../../design/QrCode';
import type { SurveyData } from './surveyQuery';
import styles from './surveys.module.css';

const words = messages({
  back: { ru: 'Опросы', en: 'Surveys' },
  print: { ru: 'Напечатать плакат', en: 'Print the poster' },
  open: { ru: 'Откройте', en: 'Open' },
  how: {
    ru: 'Наведите камеру телефона на код и введите 12 знаков со своей карточки. Карточку даёт тот, кто проводит опрос.',
    en: 'Point your phone’s camera at the code and enter the 12 characters on your card. Whoever runs the survey gives out the cards.',
  },
  private: {
    ru: (threshold: number) =>
      `Ответы анонимны: никто не узнает, кто что ответил. Результаты показывают только по группам от ${threshold} человек.`,
    en: (threshold: number) =>
      `Answers are anonymous: nobody learns who answered what. Results are shown only for groups of ${threshold} people or more.`,
  },
  until: {
    ru: (day: string) => `Ответить можно до ${day}`,
    en: (day: string) => `You can answer until ${day}`,
  },
  qr: { ru: 'QR-код страницы опроса', en: 'QR code of the survey’s page' },
});

export function Poster({ survey, number }: { survey: SurveyData; number: string }) {
  const t = useMessages(words);
  const local = useLocal();
  const time = useTime();
  const address = `${window.location.origin}/answer`;
  return (
    <Page width="reading">
      <PageHeader
        title={local(survey.title)}
        back={{ href: path.surveys(number), title: t.back }}
        action={
          <Button look="primary" onClick={() => window.print()}>
            {t.print}
          </Button>
        }
      />
      <div className={`${styles.poster} ${styles.sheet}`}>
        <p className={styles.printedOnly}>{local(survey.title)}</p>
        <QrCode title={t.qr} text={address} />
        <p className={styles.address}>
          {t.open} <b>{address.replace(/^https?:\/\//, '')}</b>
        </p>
        <p>{t.how}</p>
        <p>{t.until(time.moment(survey.closesAt))}</p>
        <p className="quiet">{t.private(survey.threshold)}</p>
      </div>
    </Page>
  );
}
