// The addresses of the screens, said once.
const part = encodeURIComponent;

/** On a page of the past links lead to the past: `on` is its day. */
const then = (on?: string | null) => (on ? `?on=${part(on)}` : '');

export const path = {
  home: '/',
  schools: '/schools',
  school: (id: string, on?: string | null) => `/schools/${part(id)}${then(on)}`,
  compare: (ids: string[] = []) => (ids.length ? `/compare?schools=${ids.map(part).join(',')}` : '/compare'),
  territory: (id: string, on?: string | null) => `/territories/${part(id)}${then(on)}`,
  publication: (number: number | string, on?: string | null) => `/publications/${number}${then(on)}`,
  /** The file of a public document that a standing record names. */
  publicFile: (number: number | string, sha256: string, page?: number) =>
    `/published/${number}/documents/${sha256}${page ? `#page=${page}` : ''}`,
  method: (framework: string) => `/methods/${part(framework)}`,
  data: '/data',
  signIn: (next?: string) => (next && next !== '/' ? `/sign-in?next=${part(next)}` : '/sign-in'),
  forgotten: '/forgotten',
  account: '/account',
  invitations: '/invitations',
  work: '/work',
  evaluation: (number: string) => `/work/${part(number)}`,
  criterion: (number: string, code: string) => `/work/${part(number)}/criteria/${part(code)}`,
  desk: (number: string, code?: string) => `/work/${part(number)}/desk${code ? `?c=${part(code)}` : ''}`,
  /** The documents of a case; `at` says which page of which version, and what is marked on it. */
  evidence: (number: string, at: Partial<Record<'v' | 'p' | 'm' | 'a', string | null>> = {}) => {
    const given = Object.entries(at).filter((one): one is [string, string] => !!one[1]);
    return `/work/${part(number)}/evidence${given.length ? `?${new URLSearchParams(given)}` : ''}`;
  },
  /** Drawing black boxes on the pages of a version. */
  redact: (number: string, version: string) => `/work/${part(number)}/redact?v=${part(version)}`,
  checklist: (number: string) => `/work/${part(number)}/checklist`,
  matrix: (number: string) => `/work/${part(number)}/matrix`,
  report: (number: string) => `/work/${part(number)}/report`,
  accuracy: (number: string) => `/work/${part(number)}/accuracy`,
  panel: (number: string) => `/work/${part(number)}/panel`,
  surveys: (number: string) => `/work/${part(number)}/surveys`,
  newSurvey: (number: string) => `/work/${part(number)}/surveys/new`,
  surveyPoster: (number: string, survey: string) => `/work/${part(number)}/surveys?poster=${part(survey)}`,
  meeting: (number: string) => `/meetings/${part(number)}`,
  sittings: '/sittings',
  frameworks: '/frameworks',
  frameworkDraft: (id: string) => `/frameworks/drafts/${part(id)}`,
  crosswalk: '/frameworks/crosswalk',
  /** A published framework version as a file. */
  frameworkFile: ({ code, number }: { code: string; number: number }, form: 'json' | 'xlsx') =>
    `/frameworks/${part(code)}.${number}.${form}`,
  crosswalkFile: (one: { code: string; number: number }, other: { code: string; number: number }) =>
    `/frameworks/${part(one.code)}.${one.number}/${part(other.code)}.${other.number}.csv`,
  frameworkDraftFile: (id: string, form: 'json' | 'xlsx') => `/frameworks/drafts/${part(id)}.${form}`,
  calls: '/calls',
  retention: '/cases/retention',
  newEntry: (call: string) => `/cases/new?call=${part(call)}`,
  competition: (id: string) => `/competitions/${part(id)}`,
  cases: '/cases',
  /** Doing the same in many cases: in those with these ids, or in all that the list's address asks for. */
  chosenCases: (asked: Record<string, string>) => `/cases/chosen?${new URLSearchParams(asked)}`,
  bulkActs: '/cases/acts',
  letters: '/cases/letters',
  bulkAct: (id: string) => `/cases/acts/${part(id)}`,
  /** The form of a survey, to print. */
  surveyForm: (survey: string, language: string) => `/surveys/${part(survey)}.pdf?lang=${part(language)}`,
  /** The minutes of a case at a sitting, to print. */
  minutes: (sitting: string, evaluation: string, language: string) =>
    `/minutes/${part(sitting)}/${part(evaluation)}.pdf?lang=${part(language)}`,
  deadlinesFile: (language: string) => `/deadlines.ics?language=${part(language)}`,
  /** A picture of a process, drawn by the server. */
  process: (
    { code, version }: { code: string; version: number },
    asked: { language: string; readers: 'public' | 'school' | 'internal'; here?: string },
  ) => `/processes/${part(code)}.${version}.svg?${new URLSearchParams(asked)}`,
  newCase: '/cases/new',
};
