/**
 * Returns the code of the CloudFront function that finds the file of a page: a page is one file, and
 * every path below it belongs to it.
 * @param pages path of each page -> its file
 */
export const pageRouter = (pages: Readonly<Record<string, string>>): string => `
var pages = ${JSON.stringify(pages)};
function handler(event) {
  var request = event.request;
  for (var page in pages)
    if (request.uri === page || request.uri.indexOf(page + '/') === 0) request.uri = '/' + pages[page];
  return request;
}
`;
