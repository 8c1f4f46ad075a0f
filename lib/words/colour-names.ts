/*
 * Names of colours with their sRGB values. A name of several words is written with spaces; it is
 * also known run together ("light blue", "lightblue").
 */

/**
 * CSS Color Module Level 4, "Named Colors" (which has them from X11), with other values where those
 * of 1980s screens are not what the word says to a painter: CSS "green" is that of a traffic sign,
 * "lime" that of a lamp, and "dark gray" is lighter than "gray".
 */
const CSS = `
alice blue f0f8ff, antique white faebd7, aqua 00ffff, aquamarine 7fffd4, azure f0ffff, beige f5f5dc, bisque ffe4c4,
black 000000, blanched almond ffebcd, blue 2456c4, blue violet 8a2be2, brown 7b4a2d, burly wood deb887,
cadet blue 5f9ea0, chartreuse 7fff00, chocolate 7b3f1d, coral ff7f50, cornflower blue 6495ed, cornsilk fff8dc,
crimson dc143c, cyan 00ffff, dark blue 00008b, dark cyan 008b8b, dark goldenrod b8860b, dark gray 5a5a5a,
dark green 006400, dark khaki bdb76b, dark magenta 8b008b, dark olive green 556b2f, dark orange ff8c00,
dark orchid 9932cc, dark red 8b0000, dark salmon e9967a, dark sea green 8fbc8f, dark slate blue 483d8b,
dark slate gray 2f4f4f, dark turquoise 00ced1, dark violet 9400d3, deep pink ff1493, deep sky blue 00bfff,
dim gray 696969, dodger blue 1e90ff, firebrick b22222, floral white fffaf0, forest green 228b22, fuchsia ff00ff,
gainsboro dcdcdc, ghost white f8f8ff, gold e3b23c, goldenrod daa520, gray 808080, green 1f8a3b, green yellow adff2f,
honeydew f0fff0, hot pink ff69b4, indian red cd5c5c, indigo 3f2a8c, ivory fffff0, khaki c3b07a, lavender b9a7e0,
lavender blush fff0f5, lawn green 7cfc00, lemon chiffon fffacd, light blue add8e6, light coral f08080,
light cyan e0ffff, light goldenrod yellow fafad2, light gray d3d3d3, light green 90ee90, light pink ffb6c1,
light salmon ffa07a, light sea green 20b2aa, light sky blue 87cefa, light slate gray 778899, light steel blue b0c4de,
light yellow ffffe0, lime 8fd424, lime green 32cd32, linen faf0e6, magenta e0218a, maroon 7b1e2b,
medium aquamarine 66cdaa, medium blue 0000cd, medium orchid ba55d3, medium purple 9370db, medium sea green 3cb371,
medium slate blue 7b68ee, medium spring green 00fa9a, medium turquoise 48d1cc, medium violet red c71585,
midnight blue 191970, mint cream f5fffa, misty rose ffe4e1, moccasin ffe4b5, navajo white ffdead, navy 1b2a5b,
old lace fdf5e6, olive 7a7a2c, olive drab 6b8e23, orange f28c28, orange red ff4500, orchid da70d6,
pale goldenrod eee8aa, pale green 98fb98, pale turquoise afeeee, pale violet red db7093, papaya whip ffefd5,
peach puff ffdab9, peru cd853f, pink f49ac1, plum 7d3a66, powder blue b0e0e6, purple 7b2d9b, rebecca purple 663399,
red d8232a, rosy brown bc8f8f, royal blue 4169e1, saddle brown 8b4513, salmon fa8072, sandy brown f4a460,
sea green 2e8b57, seashell fff5ee, sienna a0522d, silver c0c0c4, sky blue 87b9e0, slate blue 6a5acd, slate gray 708090,
snow fffafa, spring green 00ff7f, steel blue 4682b4, tan d2b48c, teal 0f7a80, thistle d8bfd8, tomato ff6347,
turquoise 40c8c0, violet 8b4fc7, wheat f5deb3, white ffffff, white smoke f5f5f5, yellow ffd92e, yellow green 9acd32
`;

/** Words of painters, printers, dyers and shopkeepers. */
const ART = `
rust a5441f, cream f6ead0, ochre c58a2b, yellow ochre c9962f, red ochre 9a4a2c, sage 9caf88, terracotta c5603c,
burgundy 6b1a2e, mustard d1a32a, apricot f8b878, peach f8bf9b, blush efc2bd, rose d9587c, dusty rose c08a8b,
old rose c08081, rose pink f08ca8, salmon pink f79a8c, shell pink f6cfc4, shocking pink fc0fc0, raspberry b3234f,
strawberry e0415a, cherry b0172f, cherry red c2182b, scarlet d92518, vermilion e0401f, cinnabar d6432a, cadmium red d6211f,
carmine 96172f, alizarin 8c1f2f, madder a33b3b, blood red 7d0a10, oxblood 5a1216, brick 9c4432, brick red a03c2d, wine 63203a,
claret 7a1c35, merlot 5c1b2e, mulberry 7c2a53, aubergine 3b1d38, eggplant 462043, mauve b58fb9, lilac c3a6d6, heather a78fae,
wisteria b39bd6, periwinkle 8f99e0, amethyst 9463bd, iris 5d4fb3, grape 5e2f7a, byzantium 702963, royal purple 6b3fa0,
ultramarine 2a3ca0, cobalt 1f4aa8, cobalt blue 1f4aa8, prussian blue 14344f, cerulean 3d8fbd, azure blue 2f7fd6, electric blue 1f6fff,
baby blue a9cdec, ice blue cfe6ee, powder b7c9dc, denim 3f618c, petrol 17505c, petrol blue 17505c, peacock 0f6a74, peacock blue 0f6a74,
duck egg c3dcd3, sea foam a9dcc3, eau de nil c1d6b4, mint a8dcc0, mint green a8dcc0, jade 2f9e76, emerald 169c5c, viridian 2f7a65,
malachite 14a05a, bottle green 12432e, british racing green 12402a, hunter green 2d5337, pine 274a3a, pine green 274a3a,
moss 75803f, moss green 75803f, fern 5a8a48, grass green 4f9134, apple green 8ab83f, pea green 93a447, avocado 6b7a3a, olive green 6a6f35,
army green 4f5531, pistachio b5cd8f, celadon b0d0b0, chartreuse yellow d5e02f, citron c9c43a, lemon f6e34a, lemon yellow f6e34a, canary f8e25c,
butter f5e3a1, primrose f1e4a0, straw e2cf86, honey dda83f, amber f0a11a, saffron f1b52a, marigold eda126, golden dba93c,
turmeric d49a20, tangerine f0832a, pumpkin dc7423, carrot e97a2c, burnt orange c0561f, copper b5704a, bronze 8c6a3a,
brass b59a4a, rose gold c99389, pewter 8d9296, steel 7b8a97, gunmetal 454d55, titanium 8b8a86, burnt sienna 8f3f22, raw sienna c38a4b,
burnt umber 5e3a28, raw umber 6f5a3e, umber 635147, sepia 70533a, bistre 4a3623, mahogany 5c2518, chestnut 7a3b26, auburn 7b3526,
cinnamon a9643a, caramel b97a3e, toffee 9c6536, coffee 5d432f, mocha 7a5b47, espresso 3b2922, walnut 5f4532, oak b08d5b,
hazel 8c6a3f, taupe 8b7d70, mushroom b5a697, fawn c9ab82, camel c19a6b, buff dcc591, sand d9c49a, stone b8b0a0,
oatmeal dccfb9, parchment efe3c6, vellum eadfc4, ecru d3c3a0, bone e6dfcc, eggshell f0ead6, alabaster f0ece3, pearl e8e4dc,
off white f4f1e8, vanilla f3e5ab, champagne f0dcb8, nude e3bc9f, flesh e8b894, ash b3b3ab, smoke a3a6a8, fog c8ccce,
slate 66727d, graphite 4a4c4f, charcoal 3c4044, lead 6a6e72, ink 14203a, ink blue 16294f, jet 0e0e10, ebony 211d1b,
onyx 16171a, pitch black 050506, midnight 131b3f, indigo blue 2f3a7a, navy blue 1b2a5b, sapphire 1c49a6, lapis 26539b, aquamarine blue 6fc7d1,
ruby 9f1239, garnet 73172c, topaz e2a23b, citrine d8b23a, peridot a9bd3c, opal cfdcd9, moonstone b5c4cc, nickel 8b8d8a,
fuchsia pink ee3fa8, bubblegum f7a1c4, cotton candy f6bfd9, cerise d2296a, flamingo f28b93, coral pink f2887a, coral red ee4f48,
watermelon ef5a66, persimmon e4572a, paprika a93a22, chilli b5261e, cayenne 9a2e1f, mandarin f07f23,
dove grey a9a49d, warm grey a39a90, cool grey 8f98a2, sea blue 1f6f8f,
ocean blue 1d5f8a, marine blue 123f66, lagoon 2a9aa6, arctic blue c9e1ea, steel grey 71797e, neon green 39ff14,
neon pink ff3fa4, neon blue 2f6bff, neon yellow e6fb1c, neon orange ff6a1c, acid green b4d411, acid yellow e6ee1c, blue green 167f86,
blue grey 76899b, green blue 16808f, yellow orange f5ae35, red orange ee5a2b, red violet a02568, red brown 7c3524, grey green 8a9a86, grey blue 7889a0,
purple blue 5645b5, pinkish grey c4aeb0, greige b9ac9c, tawny b5703a, russet 80431f, roan 6a4a42, puce a8637a, henna 86432c,
cochineal a4243b, tyrian purple 66023c, indian yellow e3a22b, naples yellow f2d98a, gamboge e09a1b, verdigris 4ea593, patina 6fa593,
orpiment e9b42c, celeste b2ecec, smalt 2c4f9e, hyacinth 7a72b8, lavender grey bdb9cb, ghost e9e9ec, chalk f1efe8, milk f8f5ec, salt eeeeea
`;

/**
 * Names that are a thing first and a colour second: "salmon in a river" is no colour. They count as
 * colours where the words around them say so (`colour-words.ts`).
 */
const THINGS_FIRST = `
brick, cherry, strawberry, raspberry, mulberry, grape, iris, heather, wisteria, orchid, thistle, plum, rose, peach, apricot, lemon, lime, olive,
avocado, pumpkin, carrot, tomato, watermelon, chocolate, coffee, mocha, espresso, caramel, toffee, honey, butter, cream,
vanilla, champagne, wine, milk, salt, chilli, cayenne, paprika, cinnamon, turmeric, saffron, mandarin, tangerine, persimmon,
pistachio, oatmeal, mushroom, eggshell, eggplant, aubergine, walnut, oak, pine, fern, moss, straw, wheat, sand, stone, chalk, slate,
ash, smoke, fog, snow, lagoon, midnight, ghost, bone, pearl, seashell, opal, ruby, garnet, topaz, citrine, peridot, sapphire, emerald,
amethyst, jade, malachite, moonstone, onyx, jet, coral, peacock, flamingo, canary, camel, fawn, salmon, copper, bronze,
brass, pewter, steel, nickel, lead, titanium, graphite, charcoal, ink, ebony, mahogany, chestnut, hazel, rust, patina, marigold, primrose,
hyacinth, petrol, denim, linen, powder, nude, flesh, mint, sage, lavender, smalt, parchment, vellum, bistre, cotton candy, bubblegum,
silver, gold, honeydew, byzantium, henna, alabaster, pitch black, brick red, tan, cornsilk, peru, merlot, claret, cochineal
`;

const list = (text: string) => text.trim().split(/\s*,\s*/);

/** Colours by name: lower case, words joined by one space, "gray" for "grey"; `0xrrggbb`. */
export const COLOURS: ReadonlyMap<string, number> = new Map(
  [...list(CSS), ...list(ART)].map((entry) => {
    const cut = entry.lastIndexOf(" ");
    const name = entry.slice(0, cut).replace("grey", "gray");
    return [name, Number.parseInt(entry.slice(cut + 1), 16)];
  }),
);

/** Names of {@link COLOURS} that name a thing first. */
export const THING_COLOURS: ReadonlySet<string> = new Set(list(THINGS_FIRST));
