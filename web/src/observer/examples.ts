// Queries to begin with; a test holds each of them to the schema.
const now = new Date().toISOString().replace(/\.\d+/, '');

export const examples = [
  {
    title: { ru: 'Последние результаты', en: 'The latest results' },
    text: `{
  publications(first: 5) {
    totalCount
    nodes {
      number
      publishedAt
      total
      outcome { title { ru en } }
      school { name { ru en } municipality { name { ru en } } }
      framework { code number }
    }
  }
}`,
  },
  {
    title: { ru: 'Школа и её оценки по критериям', en: 'A school and its scores by criterion' },
    text: `{
  schools(search: "Родниковская", first: 1) {
    nodes {
      name { ru en }
      latest {
        total
        criteria { code title { ru en } score level { ru en } position }
        conditions { text owner dueOn }
      }
    }
  }
}`,
  },
  {
    title: { ru: 'Что нового с прошлого раза', en: 'What is new since last time' },
    text: `{
  # changesSince(cursor: "<endCursor>", first: 5)
  changesSince(first: 5) {
    nodes { number kind publishedAt publication { recordUrl sha256 } }
    pageInfo { hasNextPage endCursor }
  }
}`,
  },
  {
    title: { ru: 'Как было на момент времени', en: 'As it was at a moment' },
    text: `{
  publications(asOf: "${now}", first: 5) {
    nodes { number school { name { ru en } } correctedBy }
  }
}`,
  },
  {
    title: { ru: 'Средние по территориям с интервалами', en: 'Means of territories with intervals' },
    text: `{
  territories {
    name { ru en }
    frameworks { framework { code number } schools mean lower upper }
  }
}`,
  },
];
