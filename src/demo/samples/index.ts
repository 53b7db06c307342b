import { OTHER_LANGUAGES } from './multilingual.js'
import type { Sample, SampleName } from './sample.js'

/** Samples for the model that comes with the page. index.html shows the first one before the script is there. */
export const SAMPLES: readonly (Sample & { name: SampleName })[] = [
  {
    name: 'password',
    query: 'I forgot my password',
    documents: [
      'I forgot my umbrella on the bus. It has my name on it.',
      'My password manager: which one do I like best?',
      'I forgot to say thank you for my birthday present.',
      'Open the sign-in page and choose “Reset login details”. We’ll email you a link.',
      'Choose a photo for your profile.',
      'Invoices are kept for ten years.',
    ],
    best: 3,
  },
  {
    name: 'refund',
    query: 'can I get my money back?',
    documents: [
      'Can I get my card on Monday? My money is in the bank.',
      'How can I get a parcel to Norway? It takes a week.',
      'Not happy with your purchase? You have 30 days to return it for a full refund.',
      'Gift cards are valid for three years.',
      'Customer service is open from Monday to Friday.',
    ],
    best: 2,
  },
  {
    name: 'fever',
    query: 'when should I see a doctor for a fever?',
    documents: [
      'When should I buy a fever thermometer? I see that they are cheap in May.',
      'I see a doctor in the film. When was it made?',
      'Call a physician if your temperature stays above 39 °C for more than three days.',
      'The waiting room is on the second floor.',
      'Bring your insurance card.',
    ],
    best: 2,
  },
  {
    name: 'git',
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
  },
  {
    name: 'noAnswer',
    query: 'how long do I boil an egg?',
    documents: [
      'How do I get to the hospital? Take bus 4.',
      'Not happy with your purchase? You have 30 days to return it.',
      'Gift cards are valid for three years.',
      'Parking at the airport is cheaper when it is booked online.',
    ],
  },
]

/** Samples for a model that reads many languages, by the tag of theirs. */
export const LANGUAGE_SAMPLES: ReadonlyMap<string, Sample> = new Map(
  OTHER_LANGUAGES.map((sample) => [sample.lang ?? '', sample]),
)
