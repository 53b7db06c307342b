import path from 'node:path'
import { askQuestions, QUESTIONS, shares } from '../../examples/private-search/measure/questions/ask.mjs'
import { writeFolder } from '../../examples/private-search/measure/questions/folder.mjs'
import { added, drop, expect, open, test } from '../support/private-search.js'

/** 60 questions, each with all passages read, on a machine that may do other things too. */
const PATIENCE = 900_000

test('finds what a person asks for in other words, and answers nothing where nothing does, offline', async ({
  page,
  context,
  server,
}) => {
  test.setTimeout(PATIENCE)
  const folder = path.resolve('.cache/private-search-questions')
  writeFolder(folder)
  await open(page, server)
  await expect(page.getByText('Ready to work offline')).toBeVisible({ timeout: 60_000 })
  await context.setOffline(true)
  await drop(page, [folder])
  await expect(added(page)).toContainText('68 files added. 1 file skipped.', { timeout: 120_000 })
  await expect(added(page)).toContainText('rich text (RTF)')
  const asked = await askQuestions(page)
  const { first, firstThree, unanswered } = shares(asked)
  const { limits } = QUESTIONS
  const told = asked.map(({ question, files, said }) => `${question}: ${said} ${files[0] ?? ''}`).join('\n')
  expect(asked[0], told).toMatchObject({ question: 'wifi password', answered: true })
  expect(asked[0]!.files[0]).toBe('home/wifi.txt')
  expect(first, told).toBeGreaterThanOrEqual(limits.first)
  expect(firstThree, told).toBeGreaterThanOrEqual(limits.firstThree)
  expect(unanswered, told).toBeGreaterThanOrEqual(limits.unanswered)
})
