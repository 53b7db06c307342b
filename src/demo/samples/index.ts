import { OTHER_LANGUAGES } from './multilingual.js'
import type { Sample } from './sample.js'

export const SAMPLES: readonly Sample[] = [
  {
    name: 'Vector databases',
    query: 'What is a vector database?',
    documents: [
      'What is a good password for a database? What is a good backup? Ask the administrator of the database.',
      'PostgreSQL is a relational database: a table is a set of rows.',
      'A vector database stores embeddings of texts or images and finds the nearest neighbours of a query by similarity search.',
      'The Eiffel Tower is in Paris.',
    ],
    best: 2,
    form: 'lines',
  },
  {
    name: 'Git',
    query: 'how to undo the last git commit',
    documents: [
      'How to read the git log: the last commit is at the top, the first commit is at the bottom.',
      'The first steps: how to install git, how to set the editor, how to clone the sources.',
      'How to write a good git commit message: the first line says what the commit does, and the last line who reviewed it.',
      'To undo the last commit, run git reset HEAD~1. Your changes stay in the working directory.',
      'git revert makes a new commit that undoes an earlier one, and leaves the history as it was.',
      'In the editor, Ctrl+Z takes back the last thing you typed.',
      'git stash puts your changes away and gives you a clean working directory.',
      'A branch is a name that moves along with each new commit.',
    ],
    best: 3,
    form: 'lines',
  },
  {
    name: 'Shop help',
    query: 'how long does a refund take',
    documents: [
      'How long is a delivery and how long does a parcel take to Norway? That depends on how far north it goes.',
      'How to change the delivery address: open the order and choose a new one. It does not take long.',
      'A refund takes up to five working days after we have received your parcel, and as long as your bank needs.',
      'To return an order, print the label from your account and take the parcel to a post office.',
      'The refund covers the price of the goods, and shipping where the fault was ours.',
      'Gift cards are valid for three years and cannot be exchanged for money.',
      'Our customer service is open from Monday to Friday.',
    ],
    best: 2,
    form: 'lines',
  },
  {
    // The answer shares no word with the question.
    name: 'In other words',
    query: 'my flight was cancelled, do I get money back?',
    documents: [
      'My first flight was in a simulator. Do I get a certificate, and when does the school pay my money back?',
      'I cancelled my flight lessons: do I still get the magazine?',
      'If the airline calls off your trip, it must repay the fare within seven days or book you on another plane.',
      'Cabin bags may weigh up to eight kilograms.',
      'Parking at the airport is cheaper when it is booked online.',
    ],
    best: 2,
    form: 'lines',
  },
  {
    name: 'JSON',
    query: 'how to treat a burn',
    documents: [
      'How to burn a CD: put it in, choose how fast, and treat the disc with care.',
      'To treat a burn, hold the skin under cool running water for twenty minutes and cover it with cling film.',
      'A first-aid box belongs in every car.',
      'Firewood should not be burnt wet.',
      'Sun cream is put on half an hour before.',
    ],
    best: 1,
    form: 'json',
  },
  {
    name: 'Contract (CSV)',
    query: 'Who may end the contract early?',
    documents: [
      'Who signs: the contract is signed by whoever may represent the company, and the date of the contract is that of the last signature.',
      'Either party may end the contract before its term, with three months of notice and in writing.',
      'The contract is governed by the law of Norway.',
      'Invoices are due within thirty days.',
      'Both sides keep secret what they learn of each other.',
    ],
    best: 1,
    form: 'csv',
  },
  ...OTHER_LANGUAGES,
]
