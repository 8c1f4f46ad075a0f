/** Times. */
export const ERAS = `
prehistory, stone age, bronze age, iron age, ancient egypt, ancient greece, ancient rome, ancient china, mesopotamia, byzantium,
viking age, middle ages, age of the crusades, edo period, meiji period, ming dynasty, mughal empire, ottoman empire,
renaissance era, age of discovery, 16th century, 17th century, 18th century, french revolution, age of enlightenment,
napoleonic era, regency era, victorian era, industrial revolution, american civil war, wild west, belle époque, fin de siècle, 19th century,
edwardian era, first world war, roaring twenties, 1930s, great depression, second world war, 1950s, 1960s, 1970s, 1980s, 1990s, cold war,
space age, early internet, 2000s, present day, near future, far future, after the end of the world
`;
