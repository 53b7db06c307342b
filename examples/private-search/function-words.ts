/**
 * English words that hold a question together and say nothing of what is asked. In a small collection even they are
 * rare, and would count for much; they are looked for, and shown, only where the query has no other word.
 */
export const FUNCTION_WORDS = new Set(
  `a about am an and any are as at be been but by can could did do does for from get had has have he her his how i if
  in into is it its may me might must my no not of on or our shall she should so some than that the their them then
  there these they this to us was we were what when where which who whom whose why will with would you your`.split(
    /\s+/,
  ),
)
